import { ExitCode } from "../../contract/exit-code";
import { decodedText } from "../decoded-text";
import { HookError } from "../hook-error";

/** Reads a small file. */
export type ReadBytes = (path: string) => Buffer;

/** A value of the environment, and the variable that it comes from. */
export interface Value {
  readonly source: string;
  readonly text: string | undefined;
}

/** The variables of a process, by azurerm's rules: an empty one is none. */
export class EnvironmentValues {
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly readBytes: ReadBytes,
  ) {}

  text(name: string): string | undefined {
    return nonEmpty(this.env[name]?.trim());
  }

  /** With the spaces that may be part of a password. */
  exact(name: string): string | undefined {
    return nonEmpty(this.env[name]);
  }

  variable(name: string): Value {
    return { source: name, text: this.text(name) };
  }

  /** The text in the file that a variable names. */
  file(name: string): Value {
    const bytes = this.bytes(name);
    return { source: name, text: bytes && nonEmpty(decodedText(bytes).trim()) };
  }

  /**
   * The content of the file that a variable names; undefined if it names none.
   * @throws HookError if the file cannot be read
   */
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

  /** The first of some variables that is set. */
  firstOf(names: readonly string[]): string | undefined {
    return this.firstValueOf(names)?.text;
  }

  /** The same, with the name of the variable. */
  firstValueOf(names: readonly string[]): { readonly source: string; readonly text: string } | undefined {
    return names.flatMap((source) => {
      const text = this.text(source);
      return text === undefined ? [] : [{ source, text }];
    })[0];
  }

  /** @throws HookError if the variable says neither true nor false: another identity would be taken in silence */
  isOn(name: string): boolean {
    return this.boolean(name) === true;
  }

  /** @throws HookError if the variable says neither true nor false */
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

/**
 * The one text that all sources agree on, undefined if none has one.
 * @throws HookError if two differ, which azurerm refuses too
 */
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
