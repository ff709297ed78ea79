import type { Colours } from "./terminal";

/** Colours the status of a job or a VM by its severity. */
export function colourOf(status: string, colours: Colours): string {
  if (/^(failed|cancelled|protectionerror|unsupported)/i.test(status)) return colours.red(status);
  if (/warning|stopped|suspended|paused|soft-deleted|cancelling|crash/i.test(status)) return colours.yellow(status);
  if (/^(inprogress|running|requested)/i.test(status)) return colours.cyan(status);
  return /^(completed|protected)/i.test(status) ? colours.green(status) : status;
}
