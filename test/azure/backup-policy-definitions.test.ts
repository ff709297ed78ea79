import {
  BACKUP_CONTRIBUTOR,
  BACKUP_PROTECTED_ITEM,
  isImageOfBuiltIns,
  isLike,
  PROTECT_TAGGED_VMS,
  PROTECT_UNTAGGED_VMS,
  VM_CONTRIBUTOR,
} from "../../lib/azure/backup-policy-definitions";

test.each([
  ["MicrosoftWindowsServer", "WindowsServer", "2022-datacenter-g2", true],
  ["microsoftwindowsserver", "windowsserver", "2019-DATACENTER", true],
  ["Canonical", "0001-com-ubuntu-server-focal", "20_04-lts-gen2", true],
  ["Canonical", "0001-com-ubuntu-server-jammy", "22_04-lts", false],
  ["Canonical", "0001-com-ubuntu-server-jammy", "22_04-lts-gen2", true],
  ["RedHat", "RHEL", "8_9", true],
  ["RedHat", "RHEL", "9_4", false],
  ["SUSE", "SLES", "12-sp5", true],
  ["SUSE", "sles-15-sp5", "gen2", false],
  ["Debian", "debian-12", "12-gen2", false],
  ["Oracle", "Oracle-Linux", "79-gen2", true],
  ["Oracle", "Oracle-Linux", "ol9-lvm", false],
  ["undefined", "undefined", "undefined", false],
])("%s %s %s is an image of the built-in definitions: %s", (publisher, offer, sku, expected) => {
  expect(isImageOfBuiltIns({ publisher, offer, sku })).toBe(expected);
});

test("matches a pattern as a whole, with other signs as themselves", () => {
  expect(isLike("a.b", "a.*")).toBe(true);
  expect(isLike("axb", "a.*")).toBe(false);
  expect(isLike("(x)", "(X)")).toBe(true);
  expect(isLike("abc", "b")).toBe(false);
});

test.each([
  ["MicrosoftWindowsServer", "WindowsServer", ["2008-R2-SP1", "2012-R2", "2016-x", "2019-x", "2022-x", "2025-x"]],
  ["MicrosoftWindowsServer", "WindowsServerSemiAnnual", ["Datacenter-Core-1709-smalldisk", "Datacenter-Core-1803-smalldisk"]],
  ["MicrosoftWindowsServerHPCPack", "WindowsServerHPCPack", ["any"]],
  ["MicrosoftSQLServer", "sql2017-WS2016", ["any"]],
  ["MicrosoftSQLServer", "sql2019-ws2022", ["sqldev", "standard-gen2"]],
  ["MicrosoftRServer", "MLServer-WS2016", ["any"]],
  ["MicrosoftVisualStudio", "Windows", ["any"]],
  ["MicrosoftDynamicsAX", "Dynamics", ["Pre-Req-AX7-Onebox-U8"]],
  ["microsoft-ads", "windows-data-science-vm", ["any"]],
  ["MicrosoftWindowsDesktop", "Windows-11", ["any"]],
  ["RedHat", "RHEL-BYOS", ["rhel-lvm77"]],
  ["OpenLogic", "Centos-LVM", ["6.10", "7-lvm"]],
  ["OpenLogic", "CentOS-HPC", ["7_9-gen2"]],
  ["cloudera", "cloudera-centos-os", ["7_5"]],
])("%s %s has SKUs of the built-in definitions: %j", (publisher, offer, skus) => {
  for (const sku of skus) {
    expect(isImageOfBuiltIns({ publisher, offer, sku })).toBe(true);
    expect(isImageOfBuiltIns({ publisher: "contoso", offer, sku })).toBe(false);
    expect(isImageOfBuiltIns({ publisher, offer: "other", sku })).toBe(false);
  }
});

test.each([
  ["MicrosoftWindowsServer", "WindowsServerSemiAnnual", "Datacenter-Core-1903-smalldisk"],
  ["MicrosoftSQLServer", "sql2019-ws2022", "enterprise"],
  ["MicrosoftSQLServer", "sql2022-ws2025", "any"],
  ["MicrosoftDynamicsAX", "Dynamics", "Pre-Req-AX7-Onebox-U9"],
  ["RedHat", "RHEL-BYOS", "rhel-lvm88"],
  ["OpenLogic", "CentOS", "8_5"],
  ["OpenLogic", "CentOS-HPC", "7_9"],
  ["cloudera", "cloudera-centos-os", "6"],
])("%s %s %s is no image of the built-in definitions", (publisher, offer, sku) => {
  expect(isImageOfBuiltIns({ publisher, offer, sku })).toBe(false);
});

test("the ids of the definitions, of their roles and of the type that they look for", () => {
  expect([PROTECT_TAGGED_VMS, PROTECT_UNTAGGED_VMS, VM_CONTRIBUTOR, BACKUP_CONTRIBUTOR, BACKUP_PROTECTED_ITEM]).toEqual([
    "345fa903-145c-4fe1-8bcd-93ec2adccde8",
    "09ce66bc-1220-4153-8104-e3f51c936913",
    "9980e02c-c2be-4d73-94e8-173b1dc7cf3c",
    "5e467623-bb1f-42f4-a55d-6e525e11384b",
    "Microsoft.RecoveryServices/backupprotecteditems",
  ]);
});
