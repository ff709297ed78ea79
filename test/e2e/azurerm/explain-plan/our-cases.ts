import { Testing, type TerraformStack } from "cdktf";
import {
  AzurermProviderVersion,
  BackupSchedule,
  ProtectedVms,
  RecoveryPointRetention,
  RemovalPolicy,
  ResourceGuard,
  SourceVm,
  StorageRedundancy,
  VmBackup,
  type VmBackupProps,
} from "../../../../lib";
import { testStack } from "../../../support/synth";
import { type Config, define, type Place } from "./case";

/** Changes of stacks that this library synthesizes. */

interface Options {
  readonly vms?: Readonly<Record<string, string>>;
  readonly removal?: RemovalPolicy;
  readonly days?: number;
  readonly time?: string;
  readonly crossRegionRestore?: boolean;
  readonly initialBackup?: boolean;
  readonly props?: Partial<VmBackupProps>;
  readonly more?: (stack: TerraformStack, backup: VmBackup, place: Place) => void;
}

function ours(place: Place, options: Options = {}): Config {
  const {
    vms = { web: "vm-web", db: "vm-db" },
    removal,
    days = 30,
    time = "22:00",
    crossRegionRestore,
    initialBackup = true,
  } = options;
  const stack = testStack();
  AzurermProviderVersion.require(stack, ">= 4.77.0");
  const backup = new VmBackup(stack, "Backup", {
    vault: {
      ...{ vaultName: "vault-app", resourceGroupName: place.group, location: "westeurope" },
      ...(crossRegionRestore !== undefined && { redundancy: StorageRedundancy.geo({ crossRegionRestore }) }),
    },
    policy: { schedule: BackupSchedule.daily({ time }), dailyRetentionDays: days },
    vms: Object.fromEntries(Object.entries(vms).map(([key, name]) => [key, SourceVm.fromId(place.vmId(name))])),
    ...(removal && { removal }),
    initialBackup: {
      retention: RecoveryPointRetention.days(60),
      ...(!initialBackup && { runInDeployment: false, outputName: "request" }),
    },
    ...options.props,
  });
  options.more?.(stack, backup, place);
  const { provider, resource, locals, moved } = JSON.parse(Testing.synth(stack, true)) as Config;
  return { ...(provider && { provider }), ...(resource && { resource }), ...(locals && { locals }), ...(moved && { moved }) };
}

const WEB = { web: "vm-web" };
const DELETE = { removal: RemovalPolicy.DELETE };

define("ours-new", (p) => ({ before: [], after: ours(p) }));
define("ours-vm-added", (p) => ({ before: ours(p, { vms: WEB }), after: ours(p) }));
define("ours-vm-removed", (p) => ({ before: ours(p, DELETE), after: ours(p, { ...DELETE, vms: WEB }) }));
define("ours-vm-removed-refused", (p) => ({ before: ours(p), after: ours(p, { vms: WEB }) }));
define("ours-key-names-another-vm", (p) => ({ before: ours(p, { vms: WEB }), after: ours(p, { vms: { web: "vm-web2" } }) }));
define("ours-key-renamed", (p) => ({
  before: ours(p, { ...DELETE, vms: WEB }),
  after: ours(p, { ...DELETE, vms: { app: "vm-web" } }),
}));
define("ours-vm-moved-to-another-block", (p) => ({
  before: ours(p),
  after: ours(p, {
    vms: WEB,
    more: (stack, { vault, policy, protectedVms }, place) => {
      const vms = { db: SourceVm.fromId(place.vmId("vm-db")) };
      const leaving = new ProtectedVms(stack, "Leaving", { vault, policy, vms });
      leaving.moveItemFrom("db", protectedVms.addressOf("db"));
    },
  }),
}));
define("ours-retention-shorter", (p) => ({ before: ours(p), after: ours(p, { days: 10 }) }));
define("ours-time-moved", (p) => ({ before: ours(p), after: ours(p, { time: "02:00" }) }), { watched: true });
define("ours-vault-crr-off", (p) => ({
  before: ours(p, { crossRegionRestore: true }),
  after: ours(p, { crossRegionRestore: false }),
}));
define("ours-initial-backup-added", (p) => ({ before: ours(p, { initialBackup: false }), after: ours(p) }));
define("ours-without-initial-backup", (p) => ({
  before: ours(p, { initialBackup: false, vms: WEB }),
  after: ours(p, { initialBackup: false }),
}));
define("ours-locked-and-guarded", (p) => {
  const guarded = (vms: Record<string, string>) =>
    ours(p, {
      ...DELETE,
      vms,
      more: (stack, { vault }) => {
        vault.addLock("Lock");
        const resourceGuard = new ResourceGuard(stack, "Guard", {
          guardName: "guard",
          resourceGroupName: p.group,
          location: "westeurope",
        });
        vault.addResourceGuardAssociation("Guard", { resourceGuard });
      },
    });
  return { before: guarded({ ...WEB, db: "vm-db" }), after: guarded(WEB) };
});
define(
  "ours-destroyed",
  (p) => {
    const props = {
      vault: { vaultName: "vault-app", resourceGroupName: p.group, location: "westeurope", lifecycle: { preventDestroy: false } },
    };
    return { before: ours(p, { ...DELETE, props }), after: ours(p, { ...DELETE, props }) };
  },
  { args: ["-destroy"] },
);
