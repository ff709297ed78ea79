import { canonicalResourceId, resourceIdPattern } from "../../lib/azure/typed-id";
import { GROUP } from "../support/azure";

const SUBNET = "Microsoft.Network/virtualNetworks/subnets";
const SUBNET_ID = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/backup`;

test("keeps the names in an id and writes the fixed segments in azurerm's case", () => {
  expect(canonicalResourceId(SUBNET_ID, SUBNET)).toBe(SUBNET_ID);
  const lower = SUBNET_ID.replace("resourceGroups", "resourcegroups").replace("Microsoft.Network", "microsoft.network");
  expect(canonicalResourceId(lower, SUBNET)).toBe(SUBNET_ID);
});

test.each([
  SUBNET_ID.slice(1),
  `${SUBNET_ID}/`,
  SUBNET_ID.replace("/backup", ""),
  SUBNET_ID.replace("vnet", ""),
  SUBNET_ID.replace("Network", "Net"),
  "",
])("returns undefined for '%s', which is not the id of a subnet", (id) => {
  expect(canonicalResourceId(id, SUBNET)).toBeUndefined();
});

test("resourceIdPattern names each part of the id", () => {
  expect(resourceIdPattern(SUBNET)).toBe(
    "/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<parent>/subnets/<name>",
  );
});
