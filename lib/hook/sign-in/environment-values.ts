import { ExitCode } from "../../contract/exit-code";
import { decodedText } from "../decoded-text";
import { HookError } from "../hook-error";

/** Reads a small file. */
export type ReadBytes = (path: string) => Buffer;

/** A value of the environment with the name of its variable. */
export interface Value {
  readonly source: string;
  readonly text: string | undefined;
}

/** The environment variables, read by azurerm's rules: an empty one counts as unset. */
export class EnvironmentValues {
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly readBytes: ReadBytes,
  ) {}

  text(name: string): string | undefined {
    return nonEmpty(this.env[name]?.trim());
  }

  /** Reads a variable without trimming it, since spaces may be part of a password. */
  exact(name: string): string | undefined {
    return nonEmpty(this.env[name]);
  }

  variable(name: string): Value {
    return { source: name, text: this.text(name) };
  }

  /** Reads the text of the file that a variable names. */
  file(name: string): Value {
    const bytes = this.bytes(name);
    return { source: name, text: bytes && nonEmpty(decodedText(bytes).trim()) };
  }

  /** Reads the content of the file that a variable names; undefined if it names none. @throws HookError if the file cannot be read */
  bytes(name: string): Buffer | undefined {
    const path = this.text(name);
    if (path === undefined) return undefined;
    try {
      return this.readBytes(path);
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? "unreadable";
      throw new HookError(
        ExitCode.badInput,
        `${name} must name a file that can be read, got '${path}' (${reason}); check the path`,
      );
    }
  }

  /** Returns the text of the first variable that is set. */
  firstOf(names: readonly string[]): string | undefined {
    return this.firstValueOf(names)?.text;
  }

  /** Returns the first variable that is set, with its name. */
  firstValueOf(names: readonly string[]): { readonly source: string; readonly text: string } | undefined {
    return names.flatMap((source) => {
      const text = this.text(source);
      return text === undefined ? [] : [{ source, text }];
    })[0];
  }

  /**  @throws HookError if the value is not a boolean, since a silent default could select another identity */
  isOn(name: string): boolean {
    return this.boolean(name) === true;
  }

  /**  @throws HookError if the value is not a boolean */
  isOff(name: string): boolean {
    return this.boolean(name) === false;
  }

  private boolean(name: string): boolean | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (["1", "true", "t"].includes(text.toLowerCase())) return true;
    if (["0", "false", "f"].includes(text.toLowerCase())) return false;
    throw new HookError(ExitCode.badInput, `${name} must be true or false, got '${text}'; set it to one of them, or unset it`);
  }
}

/** Returns the text that all set sources agree on; undefined if none is set. @throws HookError if two differ, as azurerm does */
export function agreed(...values: readonly Value[]): string | undefined {
  const [first, ...others] = values.filter(({ text }) => text !== undefined);
  const other = others.find(({ text }) => text !== first?.text);
  if (first === undefined || other === undefined) return first?.text;
  throw new HookError(
    ExitCode.badInput,
    `${first.source} and ${other.source} must agree if both are set, but they differ; unset one of them`,
  );
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
