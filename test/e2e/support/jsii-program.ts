import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { createInterface, type Interface } from "node:readline";

/** The program that the jsii clients of Python, Java, C# and Go start; it contains the kernel. */
const RUNTIME = join(dirname(require.resolve("@jsii/runtime/package.json")), "webpack/bin/jsii-runtime.js");

/** An object of the kernel, as the protocol refers to it. */
export interface Reference {
  readonly "$jsii.byref": string;
}

/** A member that the program implements, and the kernel calls. */
export type Overrides = Readonly<Record<string, (args: readonly unknown[]) => unknown>>;

interface Callback {
  readonly cbid: string;
  readonly cookie: string;
  readonly invoke?: { readonly args?: readonly unknown[] };
}

interface Answer {
  readonly ok?: Record<string, unknown>;
  readonly error?: string;
  readonly callback?: Callback;
}

/** A program in another language: it speaks jsii's protocol, one line of JSON for each request and answer. */
export class JsiiProgram {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string, undefined>;
  readonly #overrides = new Map<string, Overrides[string]>();

  private constructor(child: ChildProcess) {
    if (!child.stdout) throw new Error("the runtime must have an output, got none");
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  /** Starts the runtime in this folder; it unpacks what it loads in a folder for temporary files, and keeps no copy. */
  static async start(temporary: string): Promise<JsiiProgram> {
    const env = { ...process.env, JSII_RUNTIME_PACKAGE_CACHE: "disabled", TMPDIR: temporary };
    const program = new JsiiProgram(spawn(process.execPath, [RUNTIME], { env, stdio: ["pipe", "pipe", "ignore"] }));
    const hello = await program.#answers.next();
    if (!String(hello.value).includes('"hello"')) throw new Error(`the runtime must greet, got ${String(hello.value)}`);
    return program;
  }

  async load(name: string, version: string, tarball: string): Promise<void> {
    await this.#request({ api: "load", name, version, tarball });
  }

  async create(
    fqn: string,
    args: readonly unknown[],
    interfaces: readonly string[] = [],
    overrides: Overrides = {},
  ): Promise<Reference> {
    const members = Object.entries(overrides).map(([name, implementation]) => {
      const cookie = `${String(this.#overrides.size)}:${name}`;
      this.#overrides.set(cookie, implementation);
      // The interfaces here have methods that begin with `visit`; all else are properties.
      return name.startsWith("visit") ? { method: name, cookie } : { property: name, cookie };
    });
    return (await this.#request({ api: "create", fqn, args, interfaces, overrides: members })) as unknown as Reference;
  }

  async call(fqn: string, method: string, ...args: readonly unknown[]): Promise<unknown> {
    return (await this.#request({ api: "sinvoke", fqn, method, args }))["result"];
  }

  async constant(fqn: string, property: string): Promise<unknown> {
    return (await this.#request({ api: "sget", fqn, property }))["value"];
  }

  async invoke(objref: Reference, method: string, ...args: readonly unknown[]): Promise<unknown> {
    return (await this.#request({ api: "invoke", objref, method, args }))["result"];
  }

  async get(objref: Reference, property: string): Promise<unknown> {
    return (await this.#request({ api: "get", objref, property }))["value"];
  }

  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.stdin?.end();
    this.#lines.close();
    await closed;
  }

  /** Sends a request, and answers the callbacks that come before its answer. */
  async #request(request: object): Promise<Record<string, unknown>> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const line = await this.#answers.next();
    if (line.done) throw new Error(`the runtime must answer ${JSON.stringify(request)}, got the end of its output`);
    const { ok, error, callback } = JSON.parse(line.value) as Answer;
    if (callback) return this.#request({ complete: await this.#complete(callback) });
    if (!ok) throw new Error(error ?? `the runtime must answer ${JSON.stringify(request)}, got ${line.value}`);
    return ok;
  }

  async #complete({ cbid, cookie, invoke }: Callback): Promise<object> {
    const implementation = this.#overrides.get(cookie);
    if (!implementation) throw new Error(`the program must implement ${cookie}`);
    return { cbid, result: await implementation(invoke?.args ?? []) };
  }
}

/** A struct, which the protocol passes by value. */
export function struct(fqn: string, data: Record<string, unknown>): object {
  return { "$jsii.struct": { fqn, data } };
}

export function map(values: Record<string, unknown>): object {
  return { "$jsii.map": values };
}

export function member(enumeration: string, name: string): object {
  return { "$jsii.enum": `${enumeration}/${name}` };
}
