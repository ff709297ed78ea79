import { randomBytes } from "node:crypto";
import { constants, existsSync, readdirSync, rmSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Flags that create a new file: opening fails if the path exists, and follows no link. Windows does not have the last flag. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const OWNER_ONLY = 0o600;

/** Replaces a file in one step: a reader sees either the old content or the new one. Only the owner can read the file. */
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

/** Removes the temporary files of processes that were killed while they wrote that file. */
export function removeLeftovers(path: string): void {
  if (!existsSync(dirname(path))) return;
  const prefix = basename(temporaryPrefix(path));
  const isLeftover = (name: string) => name.startsWith(prefix) && /^[0-9a-f]{32}\.tmp$/.test(name.slice(prefix.length));
  for (const name of readdirSync(dirname(path)).filter(isLeftover)) rmSync(join(dirname(path), name), { force: true });
}

function temporaryPrefix(path: string): string {
  return join(dirname(path), `.${basename(path)}.`);
}

/** Without this, a power failure can undo the renaming. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
