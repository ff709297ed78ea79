import { serveProtectedItems } from "../../../lib/emulator/recovery-services/items/protected-items";
import { at, type Answer } from "../client";
import { contextOf, ITEM_ID, itemOf, VAULT_ID } from "./records";
import { refused, serviceOf, type Service } from "./service";

const LIST = `${VAULT_ID}/backupProtectedItems`;
const idOf = (name: string): string => ITEM_ID.replaceAll("vm-web", name);

/** A vault with 401 items. */
function scene(): { readonly s: Service; readonly all: string[] } {
  const context = contextOf();
  context.state.protectedItems.delete(ITEM_ID);
  const all = Array.from({ length: 401 }, (_, index) => `vm-${String(index).padStart(3, "0")}`);
  for (const name of [...all].reverse()) context.state.protectedItems.set(idOf(name), itemOf({ id: idOf(name), vmName: name }));
  return { s: serviceOf(context, serveProtectedItems), all };
}

const names = (answer: Answer) =>
  (at(answer, "value") as { properties: { friendlyName: string } }[]).map(({ properties }) => properties.friendlyName);

test("a list has pages of 200, consistent while items are added and deleted", async () => {
  const { s, all } = scene();
  const { protectedItems } = s.context.state;
  const first = await s.ask("GET", `${LIST}?$filter=itemType eq 'VM'`);
  const next = String(at(first, "nextLink"));
  expect([names(first), next]).toEqual([
    all.slice(0, 200),
    expect.stringMatching(/^https:\/\/localhost:1.*[?&]%24skipToken=[\w-]+/),
  ]);
  expect(new URL(next).searchParams.get("$filter")).toBe("itemType eq 'VM'");
  protectedItems.delete(idOf("vm-199"));
  protectedItems.set(idOf("vm-000a"), itemOf({ id: idOf("vm-000a"), vmName: "vm-000a" }));
  const second = await s.ask("GET", next);
  const third = await s.ask("GET", String(at(second, "nextLink")));
  expect([...names(second), ...names(third)]).toEqual(all.slice(200));
  expect(third.body).not.toHaveProperty("nextLink");
});

test("a list of one full page has no next one, and a foreign skip token is refused", async () => {
  const { s, all } = scene();
  for (const name of all.slice(200)) s.context.state.protectedItems.delete(idOf(name));
  const answer = await s.ask("GET", LIST);
  expect([names(answer).length, at(answer, "nextLink")]).toEqual([200, undefined]);
  expect(refused(await s.ask("GET", `${LIST}?$skipToken=a=b`))).toEqual([
    400,
    "BMSUserErrorInvalidInput",
    "the skip token 'a=b' does not come from this service",
  ]);
});
