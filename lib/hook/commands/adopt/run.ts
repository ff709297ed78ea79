import { ExitCode } from "../../../contract/exit-code";
import { type Reading, readAll } from "../../adopt/reading";
import type { CodeOptions } from "../../adopt/initial-backup-code";
import type { StackCode } from "../../adopt/stack-code";
import type { Context } from "../../context";
import { HookError } from "../../hook-error";
import { outgoing } from "../../outgoing/foreign-text";
import { writeFileOrPipe } from "../../text-file";
import { stackWithBackups } from "./stack-file";

export interface AdoptOptions {
  readonly vaultId: string;
  /** The file of the code. @default - stdout */
  readonly out: string | undefined;
  /** The retention of the initial backup. @default - no initial backup */
  readonly initialBackupDays?: number | undefined;
  readonly timeoutMinutes: number;
}

export interface AdoptStackOptions {
  /** The file or folder of the stack. */
  readonly stack: string;
  readonly out: string | undefined;
  readonly initialBackupDays?: number | undefined;
}

/** Writes the code of a stack that takes over a vault, and prints what the code cannot express. */
export async function runAdopt(
  { vaultId, out, initialBackupDays }: AdoptOptions,
  context: Context,
  write: (reading: Reading, options: CodeOptions) => StackCode,
): Promise<ExitCode> {
  return deliver(write(await readAll(await context.connect(), vaultId), { initialBackupDays }), "the vault", out, context);
}

/** Writes the code of a construct that takes over the backup resources of a stack. Sends no request to Azure. */
export async function runAdoptStack(
  { stack, out, initialBackupDays }: AdoptStackOptions,
  context: Context,
  write: (stack: unknown, options: CodeOptions) => StackCode,
): Promise<ExitCode> {
  return deliver(write(await stackWithBackups(stack, context.signal), { initialBackupDays }), "the stack", out, context);
}

async function deliver(
  { text, notes }: StackCode,
  source: string,
  out: string | undefined,
  { terminal }: Context,
): Promise<ExitCode> {
  if (out === undefined) terminal.print(text.trimEnd());
  else await writeOrFail(out, text);
  if (outgoing(text) !== text) terminal.note(changed(source));
  for (const note of notes) terminal.note(`note: ${note}`);
  return ExitCode.done;
}

const changed = (source: string): string =>
  `note: A text of ${source} looks like a secret or like a command of a pipeline, and is not written as it is; the plan changes it.`;

async function writeOrFail(file: string, text: string): Promise<void> {
  try {
    await writeFileOrPipe(file, text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new HookError(
      ExitCode.badInput,
      `--out must name a file that can be written, got '${file}' (${code}); choose another path`,
    );
  }
}
