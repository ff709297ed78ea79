import { isSameName } from "./case-fold";

/**
 * Azure Policy's built-in definitions that protect VMs with a given vault, in version 9.5.0 of November 2026.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-auto-enable-backup
 */
export const PROTECT_TAGGED_VMS = "345fa903-145c-4fe1-8bcd-93ec2adccde8";
export const PROTECT_UNTAGGED_VMS = "09ce66bc-1220-4153-8104-e3f51c936913";

/** Azure Policy's built-in definition that audits VMs without a backup, whatever their images. */
export const AUDIT_VMS = "013e242c-8828-4970-87b3-ab247555486d";

/** The roles that the definitions name for the identity of an assignment. */
export const VM_CONTRIBUTOR = "9980e02c-c2be-4d73-94e8-173b1dc7cf3c";
export const BACKUP_CONTRIBUTOR = "5e467623-bb1f-42f4-a55d-6e525e11384b";

/** The type that the definitions look for: a VM that has one is protected, by whatever vault. */
export const BACKUP_PROTECTED_ITEM = "Microsoft.RecoveryServices/backupprotecteditems";

/** The number of VMs of an assignment beyond which first backups run hours late, by Azure's page. */
export const MAX_VMS_PER_ASSIGNMENT = 200;

/** An image of the marketplace. */
export interface VmImage {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
}

/** A pattern for the publisher, the offers and the SKUs of images. `*` is any text, and case is ignored, as in `like` of Azure Policy. */
type ImagePattern = readonly [publisher: string, offers: string, skus: string];

/**
 * The images that the built-in definitions protect. Offers and SKUs are patterns, divided by spaces. They stand for the definitions' lists of
 * names, which are longer: a SKU that only looks like one of them may be taken here and skipped by Azure.
 */
export const BUILT_IN_IMAGES: readonly ImagePattern[] = [
  ["MicrosoftWindowsServer", "WindowsServer", "2008-R2-SP1* 2012-* 2016-* 2019-* 2022-* 2025-*"],
  ["MicrosoftWindowsServer", "WindowsServerSemiAnnual", "Datacenter-Core-1709-* Datacenter-Core-1803-*"],
  ["MicrosoftWindowsServerHPCPack", "WindowsServerHPCPack", "*"],
  ["MicrosoftSQLServer", "*-WS2019 *-WS2016 *-WS2016-BYOL *-WS2012R2 *-WS2012R2-BYOL", "*"],
  ["MicrosoftSQLServer", "sql2019-ws2022", "sqldev sqldev-gen2 standard standard-gen2"],
  ["MicrosoftRServer", "MLServer-WS2016", "*"],
  ["MicrosoftVisualStudio", "VisualStudio Windows", "*"],
  ["MicrosoftDynamicsAX", "Dynamics", "Pre-Req-AX7-Onebox-U8"],
  ["microsoft-ads", "windows-data-science-vm", "*"],
  ["MicrosoftWindowsDesktop", "Windows-10 Windows-11", "*"],
  ["RedHat", "RHEL RHEL-SAP-HANA", "6.* 7* 8*"],
  ["RedHat", "RHEL-BYOS", "rhel-lvm77"],
  ["SUSE", "SLES SLES-HPC SLES-HPC-Priority SLES-SAP SLES-SAP-BYOS SLES-Priority SLES-BYOS SLES-SAPCAL SLES-Standard", "12*"],
  [
    "Canonical",
    "*ubuntu*",
    "14.04*LTS 16.04*LTS 18.04*LTS *20_04-lts 20_04-lts* 22_04-lts-gen2 ubuntu-pro* server* minimal* cvm",
  ],
  ["Oracle", "Oracle-Linux", "6.* 7*"],
  ["OpenLogic", "CentOS Centos-LVM CentOS-SRIOV", "6.* 7*"],
  ["OpenLogic", "CentOS-HPC", "7_9-gen2"],
  ["cloudera", "cloudera-centos-os", "7*"],
];

/** Whether the built-in definitions protect VMs of an image. A VM without one, such as of a gallery, is never protected. */
export function isImageOfBuiltIns({ publisher, offer, sku }: VmImage): boolean {
  return BUILT_IN_IMAGES.some(
    ([own, offers, skus]) => isSameName(own, publisher) && matchesOne(offers, offer) && matchesOne(skus, sku),
  );
}

/** Whether a text matches one of the patterns, which spaces divide. */
function matchesOne(patterns: string, text: string): boolean {
  return patterns.split(" ").some((pattern) => isLike(text, pattern));
}

/** Whether a text matches a pattern in which `*` is any text, without case. */
export function isLike(text: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "is").test(text);
}
