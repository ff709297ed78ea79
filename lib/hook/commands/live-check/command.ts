import { Option } from "commander";
import { wholeNumber } from "../argument-types";
import type { CommandDefinition } from "../command-definition";
import { withExamples } from "../common-options";
import { DEFAULT_SIZE } from "../../live-check/estimate";
import type { LiveCheckOptions } from "./run";

const DEFAULT_LOCATION = "westeurope";
const DEFAULT_TIMEOUT_MINUTES = 720;

export const liveCheck: CommandDefinition = {
  name: "live-check",
  description: "try everything on a live subscription: create a small VM, back it up, restore it, and delete all of it",
  declare: (command) => {
    command
      .addOption(new Option("--location <region>", "the region of everything").default(DEFAULT_LOCATION))
      .addOption(new Option("--size <name>", "the size of the VM, for x64 and generation 2").default(DEFAULT_SIZE))
      .addOption(new Option("--folder <path>", "an empty or new folder for the log and Terraform's files (default: a new one)"))
      .addOption(
        new Option("--timeout <minutes>", "clean up after this time")
          .argParser(wholeNumber(100_000))
          .default(DEFAULT_TIMEOUT_MINUTES),
      )
      .addOption(new Option("--yes", "do not ask before anything is created"))
      .addOption(new Option("--mask", "replace ids, such as that of the subscription, in the log"))
      .addOption(
        new Option("--clean <folder>", "only delete what an earlier run has left").conflicts(["folder", "location", "size"]),
      );
    withExamples(command, [
      "live-check --mask",
      "live-check --location northeurope --yes",
      "live-check --clean live-check-ab12cd",
    ]);
  },
  parse: (flags) => {
    const options = flags as LiveCheckOptions;
    return {
      options,
      run: async (context) => {
        const { runLiveCheck } = await import("./run.js");
        return runLiveCheck(options, context);
      },
    };
  },
};
