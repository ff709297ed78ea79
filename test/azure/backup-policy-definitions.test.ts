import { isImageOfBuiltIns, isLike } from "../../lib/azure/backup-policy-definitions";

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
