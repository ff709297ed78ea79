import { RecoveryPointRetention, WaitFor } from "../../lib";
import { requestSettings } from "../../lib/constructs/initial-backup/request-settings";
import { commandLine } from "../../lib/hook/commands/command-line";
import { VAULT_ID } from "../support/azure";

test.each([undefined, ...Object.values(WaitFor)])(
  "a stack and the command line have the same defaults if waitFor is %s",
  async (waitFor) => {
    const { waitFor: _, ...inStack } = requestSettings({ retention: RecoveryPointRetention.days(30), waitFor });
    const { version, ...settings } = inStack;
    const flags = waitFor === undefined ? [] : ["--wait-for", waitFor];
    const call = await commandLine().parse(["backup-now", VAULT_ID, ...flags]);
    expect(version).toBe(1);
    expect(call?.options).toMatchObject({ ...settings, waitFor: waitFor ?? "snapshot" });
  },
);
