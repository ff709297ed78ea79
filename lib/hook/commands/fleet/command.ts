import { Argument, Option } from "commander";
import { DEFAULT_SLOTS } from "../../../contract/fleet/assign";
import { DEFAULT_TIER_TAG } from "../../../contract/fleet/fleet-vm";
import { wholeNumber } from "../argument-types";
import type { CommandDefinition } from "../command-definition";
import { withExamples } from "../common-options";
import { region, subscription, tierName } from "./flags";
import type { AssignFlags } from "./run";

/** A tier's slots are half an hour apart or more, so that a day has room for 48. */
const MAX_SLOTS = 48;

export const fleet: CommandDefinition = {
  name: "fleet",
  description: "assign the VMs of an inventory to the vaults and policies of a fleet, for good",
  declare: (command) => {
    const repeated = "repeat the flag for more";
    command
      .addArgument(new Argument("<action>", "assign: write the file that VmBackupFleet reads").choices(["assign"]))
      .addOption(
        new Option("--inventory <file>", "the VMs: CSV, JSON, or an export of Azure Resource Graph").makeOptionMandatory(),
      )
      .addOption(new Option("--file <file>", "the file of assignments, which is kept with the code").makeOptionMandatory())
      .addOption(new Option("--tier <name>", `a tier of the fleet; ${repeated}`).argParser(tierName).makeOptionMandatory())
      .addOption(new Option("--default-tier <name>", "the tier of VMs without the tag (default: none; they are an error)"))
      .addOption(new Option("--tier-tag <name>", "the tag whose value is the tier").default(DEFAULT_TIER_TAG))
      .addOption(new Option("--location <region>", `a region that has vaults; ${repeated} (default: all)`).argParser(region))
      .addOption(
        new Option("--slots <number>", "how many policies, at different times, a tier has in a vault")
          .argParser(wholeNumber(MAX_SLOTS))
          .default(DEFAULT_SLOTS),
      )
      .addOption(
        new Option(
          "--central-subscription <id>",
          "the subscription of the vaults of new VMs (default: the subscription of each VM)",
        ).argParser(subscription),
      )
      .addOption(
        new Option(
          "--deployed <file>",
          "the file of assignments that is deployed: after a merge that filled a vault, VMs that it does not have may move",
        ),
      )
      .addOption(new Option("--check", "write nothing, and fail if the file would change"));
    withExamples(command, [
      "fleet assign --inventory vms.csv --file fleet.assignments --tier gold --tier silver --default-tier silver",
      "fleet assign --inventory vms.json --file fleet.assignments --tier gold --tier silver --default-tier silver --check",
    ]);
  },
  parse: (_action, flags) => {
    const options = flags as AssignFlags;
    return {
      options,
      run: async (context) => {
        const { runAssign } = await import("./run.js");
        return runAssign(options, context);
      },
    };
  },
};
