import { groupIdIn, nameIn, networkIdIn, subscriptionIdIn } from "../../lib/azure/id-parts";

const GROUP = "/subscriptions/s/resourceGroups/rg";
const NETWORK = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet`;
const SUBNET = `${NETWORK}/Subnets/default`;

test("returns the parts of an id", () => {
  expect([nameIn(SUBNET), networkIdIn(SUBNET), groupIdIn(SUBNET)]).toEqual(["default", NETWORK, GROUP]);
  expect([subscriptionIdIn(SUBNET), nameIn("name"), nameIn("")]).toEqual(["/subscriptions/s", "name", ""]);
});

test("returns the id of what is no subnet unchanged", () => {
  expect(networkIdIn(`${SUBNET}/links/one`)).toBe(`${SUBNET}/links/one`);
});
