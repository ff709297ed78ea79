import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { TestEnvironment } from "jest-environment-node";
import { close, nameOf, openHandles } from "./open-handles";

/** How long what was closed at the end of the last test may take to be gone. */
const CLOSING_MS = 2_000;

/** Variables by which the folder for temporary files is found. */
const VARIABLES = ["TMPDIR", "TEMP", "TMP"];

/** What programs of others leave: the output folders of cdktf's `Testing`, and the compile caches of ts-node and of Node. */
const NOT_OURS = /^(cdktf\.outdir\.|v8-compile-cache|node-compile-cache)/;

/**
 * Node's environment, for tests that leave nothing open and nothing behind. A test file gets a folder of its own for temporary
 * files, which is removed with the environment. A file whose tests pass fails if it leaves a server, a socket or a process open,
 * or a temporary file. What is left open is closed in any case, so that the run ends.
 */
export default class TidyEnvironment extends TestEnvironment {
  readonly #restore: () => void;
  readonly #temporary: string;
  readonly #openBefore: ReadonlySet<object> = new Set(openHandles());
  #anyFailed = false;

  constructor(...[config, context]: ConstructorParameters<typeof TestEnvironment>) {
    const before = VARIABLES.map((name) => [name, process.env[name]] as const);
    const temporary = mkdtempSync(join(tmpdir(), "azure-vm-backup-test-"));
    for (const name of VARIABLES) process.env[name] = temporary;
    // Copies the variables of the process for the tests.
    super(config, context);
    this.#temporary = temporary;
    this.#restore = () => {
      for (const [name, value] of before) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    };
  }

  /** Called by jest-circus. */
  handleTestEvent(event: { readonly name: string; readonly test?: { readonly errors: readonly unknown[] } }): void {
    const { name, test } = event;
    if ((name === "test_done" && test && test.errors.length > 0) || name === "error") this.#anyFailed = true;
  }

  override async teardown(): Promise<void> {
    const open = await this.#stillOpen();
    const names = open.map(nameOf);
    for (const handle of open) close(handle);
    const files = readdirSync(this.#temporary).filter((name) => !NOT_OURS.test(name));
    rmSync(this.#temporary, { recursive: true, force: true });
    this.#restore();
    await super.teardown();
    if (this.#anyFailed) return;
    if (open.length > 0) throw new Error(`the tests of this file leave open: ${names.join(", ")}. Stop what they start`);
    if (files.length > 0) throw new Error(`the tests of this file leave temporary files: ${files.join(", ")}. Remove them`);
  }

  async #stillOpen(): Promise<object[]> {
    for (let waited = 0; ; waited += 20) {
      const open = openHandles().filter((handle) => !this.#openBefore.has(handle));
      if (open.length === 0 || waited >= CLOSING_MS) return open;
      await delay(20);
    }
  }
}
