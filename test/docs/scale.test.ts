import { MAX_POLICY_EDITS_PER_DAY, MAX_VMS_PER_VAULT } from "../../lib/azure/limits";
import { MAX_VMS_PER_ASSIGNMENT } from "../../lib/azure/backup-policy-definitions";
import { expectGenerated, expectPicture, tableLines } from "../support/generated";
import { type Choice, scaleSvg } from "./scale-svg";

const CHOICES: readonly Choice[] = [
  { construct: "VmBackup", vms: [1, 300], who: "you, in the same code", initial: "in the deployment" },
  {
    construct: "VmBackupFleet",
    vms: [100, 50_000],
    who: "others, known by name in a list",
    initial: "in each deployment, one run a vault",
  },
  { construct: "AutoProtection", vms: [20, 20_000], who: "somebody else, later", initial: "by a scheduled pipeline" },
];

const LIMITS: Readonly<Record<string, string>> = {
  VmBackup: `${MAX_VMS_PER_VAULT} VMs, those of one vault`,
  VmBackupFleet: `as many vaults as it needs; ${MAX_POLICY_EDITS_PER_DAY} changes of policies a day and vault`,
  AutoProtection: `${MAX_VMS_PER_ASSIGNMENT} VMs for an assignment, else first backups run late`,
};

test("docs/scale.md says which construct to use when", () => {
  const rows = CHOICES.map(({ construct, who, initial }) => [`\`${construct}\``, who, initial, LIMITS[construct] ?? ""]);
  expectGenerated("docs/scale.md", "scale", tableLines(["construct", "who creates the VMs", "initial backup", "limit"], rows));
});

test("docs/scale.svg shows it", () => {
  expectPicture("docs/scale.svg", scaleSvg(CHOICES));
});
