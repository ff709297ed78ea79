import { join } from "node:path";

/** One step of a live check: a program, and how long it may take. */
export interface Step {
  readonly name: string;
  /** What the step does, for people. */
  readonly about: string;
  readonly program: string;
  readonly args: readonly string[];
  /** The longest time of the step, in minutes of real time. */
  readonly minutes: number;
  /** Keeps the output in this file of the folder, in place of the log. */
  readonly outputFile?: string;
}

/** The programs that a live check runs. */
export interface Programs {
  readonly node: string;
  /** The command `azure-vm-backup`. */
  readonly hook: string;
  /** The compiled `examples/live-check.ts`. */
  readonly stack: string;
}

const STACK = "cdktf.out/stacks/live-check";
const OUTPUTS = "outputs.json";
const terraform = (...args: readonly string[]) => ({ program: "terraform", args: [`-chdir=${STACK}`, ...args, "-no-color"] });
const NO_INPUT = "-input=false";

/** The steps up to the clean-up. */
export function stepsOf({ node, hook, stack }: Programs): Step[] {
  const command = (...args: readonly string[]) => ({ program: node, args: [hook, ...args, "--from-outputs", OUTPUTS] });
  return [
    { name: "synth", about: "synthesize the stack", minutes: 5, program: node, args: [stack] },
    { name: "init", about: "load the provider", minutes: 15, ...terraform("init", NO_INPUT) },
    {
      ...{ name: "deploy", about: "create everything, and wait for the initial backup", minutes: 420 },
      ...terraform("apply", "-auto-approve", NO_INPUT),
    },
    { name: "outputs", about: "read the outputs", minutes: 5, outputFile: OUTPUTS, ...terraform("output", "-json") },
    {
      name: "no-change",
      about: "plan again: nothing may change",
      minutes: 20,
      ...terraform("plan", "-detailed-exitcode", NO_INPUT),
    },
    { name: "status", about: "read what the vault holds", minutes: 15, ...command("status") },
    { name: "drill", about: "restore the disks, compare them, and delete them", minutes: 270, ...command("drill") },
  ];
}

/** Deletes what a live check has created. */
export const DESTROY: Step = {
  ...{ name: "destroy", about: "destroy everything", minutes: 90 },
  ...terraform("destroy", "-auto-approve", NO_INPUT),
};

/** The state of Terraform, which exists from the first resource on. */
export const STATE = "terraform.live-check.tfstate";

/** The file that says where a run creates its resources, for its clean-up. */
export const PLACE_FILE = "place.json";

/** What a clean-up needs, and nobody may send in: ids, and the keys of a storage account. */
export const CLEAN_UP_FILES = [STATE, `${STATE}.backup`, OUTPUTS, "cdktf.out", PLACE_FILE];

/** The longest time of all steps, in hours. */
export function longestHours(steps: readonly Step[]): number {
  return Math.ceil([...steps, DESTROY].reduce((sum, { minutes }) => sum + minutes, 0) / 60);
}

/** The programs of the package in which this file is bundled. */
export function programsIn(folder: string): Programs {
  return { node: process.execPath, hook: join(folder, "azure-vm-backup.cjs"), stack: join(folder, "live-check-stack.cjs") };
}
