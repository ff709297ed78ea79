import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { TestEnvironment } from "jest-environment-node";
import { close, nameOf, openHandles } from "./open-handles";

/** How long handles may take to close after the last test. */
const CLOSING_MS = 2_000;

/** The variables for the folder of temporary files. */
const VARIABLES = ["TMPDIR", "TEMP", "TMP"];

/** Files that other programs leave: the output folders of cdktf's `Testing`, and the compile caches of ts-node and of Node. */
const NOT_OURS = /^(cdktf\.outdir\.|v8-compile-cache|node-compile-cache)/;

/**
 * Node's test environment that finds leaks. Each test file gets its own folder for temporary files, which is removed at the end. A
 * file whose tests pass still fails if it leaves a server, a socket, a process or a temporary file. Open handles are always closed,
 * so that the run ends.
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
    // The base class copies the environment variables for the tests.
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
