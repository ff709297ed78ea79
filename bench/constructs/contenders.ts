import type { Sample } from "./sample";
import type { Workspace } from "./workspace";

const PACKAGE = "cdktf-azure-vm-backup";

/** The measured programs, by the names that the figures refer to. */
export type Contenders = Readonly<Record<string, () => Promise<Sample>>>;

export async function contenders(workspace: Workspace): Promise<Contenders> {
  // The package loads at once only the bindings that every backup needs; a stack written by hand loads the same.
  const { modules = [] } = await workspace.import([PACKAGE]);
  return {
    empty: () => workspace.synth("empty", 0),
    "ours 1": () => workspace.synth("vm-backup", 1),
    "l1 1": () => workspace.synth("l1-vm-backup", 1),
    "ours 1,000": () => workspace.synth("protected-vms", 1_000),
    "resource per VM 1,000": () => workspace.synth("l1-resource-per-vm", 1_000),
    "for_each 1,000": () => workspace.synth("l1-for-each", 1_000),
    "ours 10,000": () => workspace.synth("protected-vms", 10_000),
    "resource per VM 10,000": () => workspace.synth("l1-resource-per-vm", 10_000),
    "for_each 10,000": () => workspace.synth("l1-for-each", 10_000),
    "fleet 5,000": () => workspace.synth("fleet", 5_000),
    "fleet 50,000": () => workspace.synth("fleet", 50_000),
    "ours import": () => workspace.import([PACKAGE]),
    "l1 import": () => workspace.import(["cdktf", ...modules]),
    "ours tsc": () => workspace.typecheck("quickstart"),
    "l1 tsc": () => workspace.typecheck("l1"),
    "ours cdktf synth": () => workspace.cdktfSynth("quickstart"),
    "l1 cdktf synth": () => workspace.cdktfSynth("l1"),
  };
}

/** Contenders with a short run time, which need more runs. */
const BRIEF = ["ours 1", "l1 1", "ours import", "l1 import"];
const RUNS_OF_BRIEF = 5;

/** Runs all contenders in turn, round after round, so that other load on the machine affects each of them equally. Adds to the samples. */
export async function measure(all: Contenders, rounds: number, samples: Map<string, Sample[]>): Promise<void> {
  const brief = Object.entries(all).filter(([name]) => BRIEF.includes(name));
  const turns = [...Object.entries(all), ...Array.from({ length: RUNS_OF_BRIEF - 1 }, () => brief).flat()];
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of turns) samples.set(name, [...(samples.get(name) ?? []), await run()]);
  }
}
