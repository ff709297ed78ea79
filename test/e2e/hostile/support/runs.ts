import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopAfterwards } from "../../../support/stop-afterwards";
import { runHook } from "../../support/limited-hook";
import type { Answer } from "./answers";
import { certificateFor } from "./certificates";
import { type Estate, makeEstate } from "./estate";
import { Gateways } from "./gateway";
import { Pool } from "./pool";
import type { Place } from "./places";

/** One run of the program against one fault. */
export interface Case {
  readonly place: Place;
  readonly answer: Answer;
  readonly env?: NodeJS.ProcessEnv;
}

/** How a run ended, how many requests met the fault, and the files that it wrote. */
export type Outcome = Awaited<ReturnType<typeof runHook>> & { readonly met: number; readonly files: readonly string[] };

/** A wait of a minute lasts 0.36 s. What is not a wait, such as the limit of an answer, is real. */
const SHORT_WAITS = { AZURE_VM_BACKUP_TIME_SCALE: "0.006" };

/** Starts every case, a few at a time. Each has its own server and its own process. */
export class Runs {
  private readonly pool = new Pool<Outcome>();

  private constructor(
    readonly estate: Estate,
    private readonly directory: string,
    private readonly gateways: Gateways,
  ) {}

  static async start(cases: Readonly<Record<string, Case>>, pending: readonly string[] = []): Promise<Runs> {
    const [estate, certificate] = await Promise.all([makeEstate(pending), certificateFor("localhost")]);
    const directory = mkdtempSync(join(tmpdir(), "hostile-"));
    stopAfterwards({
      stop: () => {
        rmSync(directory, { recursive: true });
      },
    });
    writeFileSync(join(directory, "localhost.pem"), certificate.cert);
    const runs = new Runs(estate, directory, new Gateways(estate.emulator, certificate));
    for (const [name, one] of Object.entries(cases)) runs.pool.add(name, () => runs.run(one));
    runs.pool.start();
    return runs;
  }

  /** Waits for the end of a case. */
  ended(name: string): Promise<Outcome> {
    return this.pool.ended(name);
  }

  private async run({ place, answer, env = {} }: Case): Promise<Outcome> {
    const gateway = await this.gateways.start(place.matches, answer);
    try {
      const { SSL_CERT_FILE: _, ...given } = this.estate.emulator.environment();
      const own = {
        ...{ PATH: process.env["PATH"], ...given, ...SHORT_WAITS },
        ...{ NODE_EXTRA_CA_CERTS: join(this.directory, "localhost.pem"), ARM_METADATA_HOSTNAME: new URL(gateway.origin).host },
        ...{ ...place.env?.(gateway.origin), ...env },
      };
      const cwd = mkdtempSync(join(this.directory, "run-"));
      const ended = await runHook(this.argumentsOf(place.line, cwd), own, cwd);
      const files = readdirSync(cwd).map((name) => readFileSync(join(cwd, name), "utf8"));
      return { ...ended, met: gateway.answered(), files };
    } finally {
      await gateway.stop();
    }
  }

  private argumentsOf(line: string, directory: string): string[] {
    return line
      .replaceAll("{dir}", directory)
      .split(" ")
      .flatMap((word) => {
        const name = /^\{(\w+)\}$/.exec(word)?.[1];
        return name === undefined ? [word] : (this.estate.words[name] ?? []);
      });
  }
}
