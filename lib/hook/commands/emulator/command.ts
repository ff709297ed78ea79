import type { CommandDefinition } from "../command-definition";

/** The emulator is a program with its own flags and help. The command passes its arguments on. */
export const emulator: CommandDefinition = {
  name: "emulator",
  description: "run an emulator of Azure Resource Manager and Azure Backup on localhost (emulator --help)",
  declare: (command) => {
    command.usage("[options]").argument("[arguments...]").helpOption(false).allowUnknownOption().passThroughOptions();
  },
  parse: (args) => ({
    options: args,
    run: async ({ signal }) => {
      const { runEmulator } = await import("./run.js");
      return runEmulator(args as readonly string[], signal);
    },
  }),
};
