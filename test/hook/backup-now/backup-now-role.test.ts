import { BackupAction, INITIAL_BACKUP_ACTIONS } from "../../../lib/azure/backup-actions";
import { caseFold } from "../../../lib/azure/case-fold";
import { ExitCode } from "../../../lib/contract/exit-code";
import { protect } from "../../emulator/azurerm";
import { type Client, startClient } from "../../emulator/client";
import { makeDrillEstate } from "../drill/drill-estate";
import { type Ended, PRINCIPAL, runAsPrincipal } from "../granted-principal";

/** The role of `grantInitialBackup`: a backup needs each of its actions, and no other. */
let client: Client;
let vault: string;
let vms = 0;

beforeAll(async () => {
  client = await startClient({ speed: 0, scheduledBackups: false, principals: [PRINCIPAL] });
  ({ vault } = await makeDrillEstate({ client }));
});
afterEach(() => {
  client.emulator.clearFaults();
});

/** A step that needs an action, and how it comes to it. */
interface Step {
  /** What the run says without the action. */
  readonly fails: RegExp;
  readonly prepare?: (vm: string) => void;
  readonly flags?: readonly string[];
}

const STEPS: Readonly<Record<string, Step>> = {
  [BackupAction.listItems]: { fails: /cannot list what the vault protects/ },
  [BackupAction.readJobs]: { fails: /cannot list the vault's jobs/ },
  [BackupAction.backUp]: { fails: /cannot start the backup/ },
  [BackupAction.readPolicy]: { fails: /cannot read the backup policy/, flags: ["--skip-if-scheduled-within", "5"] },
  // A backup that has failed and may succeed later is started again, if the VM has none by then.
  [BackupAction.readItem]: {
    fails: /cannot read the protected item/,
    prepare: (vm) => {
      client.emulator.failNextBackup(vm, { code: "BMSUserErrorObjectLocked" });
    },
  },
  // A request whose operation fails has no job.
  [BackupAction.readOperation]: {
    fails: /cannot read the operation/,
    prepare: () => {
      client.emulator.addFault({ kind: "operation", path: "*/backup", code: "CloudInternalError", times: 1 });
    },
  },
};

/** Backs up a VM that has no backup, with a role on the vault. */
async function backUp(actions: readonly string[], { prepare, flags = [] }: Step): Promise<Ended> {
  const vm = `vm-${++vms}`;
  await protect(client, vm);
  prepare?.(vm);
  const line = ["backup-now", vault, "--vm", vm, "--timeout", "600", ...flags];
  return runAsPrincipal(client, { scopes: [vault], actions }, line);
}

test("each action has a step", () => {
  expect(Object.keys(STEPS).sort()).toEqual([...INITIAL_BACKUP_ACTIONS].sort());
});

test.each(Object.entries(STEPS))("is refused nothing with all actions, in the case of %s", async (action, step) => {
  const { code, text } = await backUp(INITIAL_BACKUP_ACTIONS, step);
  expect(text).not.toMatch(/AuthorizationFailed|lacks the action/);
  if (action !== BackupAction.readOperation) expect(code).toBe(ExitCode.done);
});

test.each(Object.entries(STEPS))("tells of the step that fails without %s", async (action, step) => {
  const { text } = await backUp(
    INITIAL_BACKUP_ACTIONS.filter((one) => one !== action),
    step,
  );
  expect(text).toMatch(step.fails);
  expect(caseFold(text)).toContain(caseFold(`action '${action}'`));
});
