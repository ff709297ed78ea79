import { Option } from "commander";
import { ExitCode } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";
import { day, wholeNumber } from "../argument-types";
import type { CommandDefinition } from "../command-definition";
import { withExamples } from "../common-options";
import type { PreviewOptions } from "./run";

type Flags = Omit<PreviewOptions, "source">;

const MAX_YEARS = 99;

export const preview: CommandDefinition = {
  name: "preview",
  description: "show which recovery points a backup policy keeps, on a day and over time",
  declare: (command) => {
    command
      .argument("<source>", "a synthesized stack, a JSON file of a policy, or the id of a policy in a vault")
      .addOption(new Option("--policy <name>", "the policy of the source, if it has several"))
      .addOption(new Option("--compare <source>", "another source, whose policy is shown beside the first"))
      .addOption(new Option("--on <day>", "the day whose recovery points are shown (default: the last day)").argParser(day))
      .addOption(new Option("--since <day>", "the day of the first backup (default: today)").argParser(day))
      .addOption(
        new Option(
          "--years <number>",
          "the years that are shown (default: until the number of recovery points no longer grows, at most 10)",
        ).argParser(wholeNumber(MAX_YEARS)),
      )
      .addOption(new Option("--html <file>", "write one page with a day that its reader can move"))
      .addOption(new Option("--svg <file>", "write the timeline and the calendar as one image"))
      .addOption(
        new Option("-o, --output <format>", "print a table, JSON or Markdown")
          .choices(["table", "json", "markdown"])
          .default("table"),
      );
    withExamples(command, [
      "preview cdktf.out/stacks/backup --html retention.html",
      "preview cdktf.out/stacks/backup --compare main/cdktf.out/stacks/backup --output markdown",
      'preview "$VAULT_ID/backupPolicies/daily" --on 2027-12-31',
    ]);
  },
  parse: (source, flags) => {
    const options: PreviewOptions = { source: source as string, ...(flags as Flags) };
    const { on, since } = options;
    if (on !== undefined && since !== undefined && on < since) {
      throw new HookError(ExitCode.badInput, `--on must not be before --since ${since}, got '${on}'; choose a later day`);
    }
    return {
      options,
      run: async (context) => {
        const { runPreview } = await import("./run.js");
        return runPreview(options, context, () => import("../../preview/drawing.js"));
      },
    };
  },
};
