import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CoverageExitCode } from "../../lib/contract/exit-code";
import { estateServer } from "./estate-server";
import { BIN, runHook } from "./program";
import { atMost, type Figure } from "./table";

const VMS = 50_000;

/** The coverage of an estate with 50,000 VMs, with every report. */
export async function coverageOfEstate(): Promise<Figure[]> {
  const server = await estateServer(VMS);
  const directory = mkdtempSync(join(tmpdir(), "bench-coverage-"));
  try {
    const reports = ["json", "junit", "markdown", "csv", "html"].flatMap((kind) => [`--report-${kind}`, join(directory, kind)]);
    const objectives = ["--min-retention", "30d", "--rpo-for", "environment=production:24h", "--exempt", "backup-exempt"];
    const { code, output, cpu, memory, seconds } = await runHook(
      ["coverage", ...objectives, ...reports],
      server.environment,
      BIN,
    );
    if (code !== CoverageExitCode.gaps) throw new Error(`coverage ended with ${String(code)}:\n${output.slice(-2_000)}`);
    const { vms } = JSON.parse(readFileSync(join(directory, "json"), "utf8")) as { vms: number };
    if (vms !== VMS) throw new Error(`the report must be about ${VMS} VMs, got ${vms}`);
    return [
      atMost(`coverage of ${VMS} VMs: requests`, server.queries(), server.pages),
      atMost(`coverage of ${VMS} VMs: CPU, s`, cpu, 10),
      atMost(`coverage of ${VMS} VMs: memory, MB`, memory, 300),
      { what: `coverage of ${VMS} VMs: wall time, s`, value: seconds },
    ];
  } finally {
    rmSync(directory, { recursive: true });
    await server.stop();
  }
}
