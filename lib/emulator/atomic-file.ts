import { randomBytes } from "node:crypto";
import { constants, existsSync, readdirSync, rmSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A new file that nobody else has made: a link in its place is not followed. Windows lacks the last flag, which adds nothing then. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const OWNER_ONLY = 0o600;

/** Replaces a file at once, for its owner alone to read: whoever reads it meets the content of before or of after. */
export async function writeAtomically(path: string, content: string): Promise<void> {
  const temporary = `${temporaryPrefix(path)}${randomBytes(16).toString("hex")}.tmp`;
  const file = await open(temporary, NEW_FILE, OWNER_ONLY);
  try {
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path));
}

/** Removes what a process left that was killed while it wrote that file. */
export function removeLeftovers(path: string): void {
  if (!existsSync(dirname(path))) return;
  const prefix = basename(temporaryPrefix(path));
  const isLeftover = (name: string) => name.startsWith(prefix) && /^[0-9a-f]{32}\.tmp$/.test(name.slice(prefix.length));
  for (const name of readdirSync(dirname(path)).filter(isLeftover)) rmSync(join(dirname(path), name), { force: true });
}

function temporaryPrefix(path: string): string {
  return join(dirname(path), `.${basename(path)}.`);
}

/** Without it, a power cut may undo the renaming. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
