import { type Command, InvalidArgumentError, Option } from "commander";
import {
  DEFAULT_DRILL_CONCURRENCY,
  DEFAULT_DRILL_MAX_VMS,
  DEFAULT_DRILL_POINT,
  DEFAULT_DRILL_RESTORES,
  DEFAULT_DRILL_TIMEOUT_MINUTES,
} from "../../../contract/drill-defaults";
import { durationMinutes, resourceGroup, storageAccount, subnetId, wholeNumber } from "../argument-types";
import type { CommandDefinition } from "../command-definition";
import { withExamples, withOutput, withVms } from "../common-options";
import { vaultReference, withVault } from "../vault-options";
import type { DrillFlags } from "./flags";

const EXAMPLES = [
  'drill "$VAULT_ID" --vm vm-web --scratch-group rg-drill --staging-account stdrill --plan',
  'drill "$VAULT_ID" --sample 3 --scratch-group rg-drill --staging-account stdrill --objective 60m --point-age 26h',
  "drill --from-outputs outputs.json --report-json drill.json --report-html drill.html",
  'drill "$VAULT_ID" --vm vm-web --to vm --subnet "$SUBNET_ID" --scratch-group rg-drill --staging-account stdrill --verify "./check.sh vm-web"',
  'drill "$VAULT_ID" --scratch-group rg-drill --staging-account stdrill --clean',
];

export const drill: CommandDefinition = {
  name: "drill",
  description: "restore VMs into a scratch resource group, verify what was restored, and delete it again",
  declare: (command) => {
    declareVms(withVault(command));
    declareRestore(command);
    declareRun(command);
    withExamples(command, EXAMPLES);
  },
  parse: (argument, given) => {
    const flags = given as DrillFlags;
    const names = [argument, flags.vaultId, flags.resourceGroup, flags.vaultName, flags.fromOutputs, flags.fromStack];
    // Without a vault, the environment has to hold a request.
    const vault = names.some((one) => one !== undefined) ? vaultReference(argument as string | undefined, flags) : undefined;
    return {
      options: { ...flags, vault },
      run: async (context) => {
        const { runDrillCommand } = await import("./run-command.js");
        return runDrillCommand(flags, vault, context);
      },
    };
  },
};

function declareVms(command: Command): void {
  withVms(command)
    .addOption(new Option("--tag <name[=value]>", "only VMs with this tag").argParser(tag))
    .addOption(new Option("--sample <number>", "restore this many VMs, in turn (default: all)").argParser(wholeNumber(1_000)))
    .addOption(
      new Option(
        "--draw <text>",
        "with --sample: where the turn begins, as an earlier report says it, or the number of a round (default: behind the VMs of the last drill)",
      ),
    )
    .addOption(
      new Option(
        "--max-vms <number>",
        `refuse to restore more VMs than this (default: ${DEFAULT_DRILL_MAX_VMS}, or the number of --sample)`,
      ).argParser(wholeNumber(1_000)),
    );
}

function declareRestore(command: Command): void {
  command
    .addOption(
      new Option("--point <choice>", `the recovery point of each VM (default: ${DEFAULT_DRILL_POINT})`).choices([
        "latest",
        "latest-vaulted",
      ]),
    )
    .addOption(
      new Option("--to <what>", `restore the disks, or a VM (default: ${DEFAULT_DRILL_RESTORES})`).choices(["disks", "vm"]),
    )
    .addOption(
      new Option("--scratch-group <name-or-id>", "the resource group for restored resources, which only drills use").argParser(
        resourceGroup,
      ),
    )
    .addOption(
      new Option(
        "--staging-account <name-or-id>",
        "the staging account of the restores, which also holds the record of the drill (default: the only one that Azure accepts)",
      ).argParser(storageAccount),
    )
    .addOption(new Option("--subnet <id>", "the isolated subnet of restored VMs, for --to vm").argParser(subnetId))
    .addOption(
      new Option("--objective <duration>", "the longest time that the restore of a VM may take, such as 60m").argParser(
        durationMinutes,
      ),
    )
    .addOption(
      new Option("--point-age <duration>", "the greatest age of a recovery point, such as 26h").argParser(durationMinutes),
    )
    .addOption(
      new Option(
        "--verify <command>",
        "run this program for each restored VM; it gets what was restored as JSON on its input, and exit code 0 passes",
      ),
    );
}

function declareRun(command: Command): void {
  const addOption = (option: Option): void => {
    command.addOption(option);
  };
  addOption(
    new Option(
      "--concurrency <number>",
      `the number of VMs that are restored at the same time (default: ${DEFAULT_DRILL_CONCURRENCY})`,
    ).argParser(wholeNumber(20)),
  );
  addOption(
    new Option(
      "--timeout <minutes>",
      `end after this time, and delete what was restored (default: ${DEFAULT_DRILL_TIMEOUT_MINUTES})`,
    ).argParser(wholeNumber(100_000)),
  );
  addOption(
    new Option("--on-failure <effect>", "exit with an error code if the drill fails, or only warn (default: fail)").choices([
      "fail",
      "warn",
    ]),
  );
  addOption(new Option("--plan", "show the VMs, their recovery points and Azure's validation; restore nothing"));
  addOption(
    new Option("--clean", "only delete what earlier drills have left").conflicts(["plan", "sample", "draw", "tag", "vm"]),
  );
  withOutput(command);
  for (const [kind, text] of REPORTS) {
    const variable = `AZURE_VM_BACKUP_DRILL_REPORT_${kind.toUpperCase()}`;
    addOption(new Option(`--report-${kind} <file>`, `write the evidence as ${text} (${variable})`));
  }
}

const REPORTS = [
  ["json", "JSON"],
  ["junit", "a JUnit file"],
  ["markdown", "a Markdown summary"],
  ["html", "one HTML page"],
] as const;

function tag(text: string): { readonly name: string; readonly value?: string } {
  const [, name, value] = /^([^=]+)(?:=(.*))?$/s.exec(text) ?? [];
  if (name !== undefined && name.trim() !== "") return value === undefined ? { name } : { name, value };
  throw new InvalidArgumentError("it must be the name of a tag, or name=value");
}
