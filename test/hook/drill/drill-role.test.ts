import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackupAction } from "../../../lib/azure/backup-actions";
import { caseFold } from "../../../lib/azure/case-fold";
import { HOUR_MS } from "../../../lib/azure/durations";
import {
  DRILL_ACTIONS,
  DRILL_SOURCE_ACTIONS,
  DRILL_TAG_ACTION,
  type DrillActions,
  RESTORE_TARGET_ACTION,
} from "../../../lib/azure/drill-actions";
import { ExitCode } from "../../../lib/contract/exit-code";
import { runDrillReported } from "../../../lib/hook/commands/drill/run";
import type { DrillOptions } from "../../../lib/hook/drill/drill-options";
import { EmulatedTime } from "../../support/emulated-time";
import { vmId } from "../../emulator/azurerm";
import { type Client, startClient } from "../../emulator/client";
import { asPrincipal, assign, NOTHING, PRINCIPAL, type Role } from "../granted-principal";
import { contentsOf, type DrillEstate, drillOptionsOf, makeDrillEstate } from "./drill-estate";
import { DrillProcess } from "./drill-process";

/** The roles of a drill, as `RestoreDrill` declares them. */
type Roles = readonly Role[];

const SOURCE_ROLE = 1;

const TAG_ROLE = 2;

function actionsOf({ vault, scratchGroup, stagingAccount, network }: DrillActions): readonly (readonly string[])[] {
  const main = [...vault, ...scratchGroup, ...stagingAccount, ...network];
  return [[...new Set(main)], DRILL_SOURCE_ACTIONS, [DRILL_TAG_ACTION]];
}

function rolesOf({ vault, scratch, staging, subnet, client }: DrillEstate, restores: "disks" | "vm"): Roles {
  const network = restores === "vm" ? [subnet.replace(/\/subnets\/.*/, "")] : [];
  const scopes = [[vault, scratch, staging, ...network], [`${client.subscription}/resourceGroups/rg-app`], [client.subscription]];
  return actionsOf(DRILL_ACTIONS[restores]).map((actions, index) => ({ actions, scopes: scopes[index] ?? [] }));
}

/** Roles without the one for tags, which reads all VMs of the subscription. */
function untagged(roles: Roles): Roles {
  return roles.map((role, index) => (index === TAG_ROLE ? { ...role, actions: NOTHING } : role));
}

/** Gives a VM the OS disk that VMs have which exist from the start only by name. */
async function giveOsDisk({ client }: DrillEstate, vm: string): Promise<void> {
  const { location, tags, properties } = (await client.arm("GET", vm, "2024-03-01")).body as {
    location: string;
    tags: object;
    properties: { storageProfile: { osDisk: object } };
  };
  const storageProfile = { ...properties.storageProfile, imageReference: { publisher: "Debian" } };
  await client.arm("PUT", vm, "2024-03-01", { location, tags, properties: { ...properties, storageProfile } });
}

interface Drilled {
  readonly code: number;
  /** Everything that the drill has printed, its error and its evidence. */
  readonly text: string;
}

async function run(estate: DrillEstate, client: Client, overrides: Partial<DrillOptions>, onlyCleans = false): Promise<Drilled> {
  const time = new EmulatedTime(client.emulator);
  const hook = new DrillProcess(client, time);
  const options = drillOptionsOf(estate, overrides);
  const how = { options, onlyCleans, credential: undefined, insideDeployment: false, onFailure: "fail" } as const;
  const folder = mkdtempSync(join(tmpdir(), "drill-role-"));
  const json = join(folder, "drill.json");
  try {
    const result = runDrillReported({ ...how, reports: { json } }, hook.context.limitedTo(options.timeoutMinutes));
    const ended = result.then(
      (code) => ({ code, error: "" }),
      (error: unknown) => ({ code: ExitCode.unexpected, error: (error as Error).message }),
    );
    const { code, error } = await time.until(ended);
    return { code, text: [hook.text, ...hook.noted, error, readFileSync(json, "utf8")].join("\n") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A drill in which an action is needed that is not needed if all goes well. */
interface Scenario {
  readonly overrides?: Partial<DrillOptions>;
  readonly prepare?: (client: Client) => void;
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  // A drill whose time is over cancels its restores.
  [BackupAction.cancelJob]: { overrides: { timeoutMinutes: 3 } },
  // A restore whose operation fails makes no job.
  [BackupAction.readOperation]: {
    prepare: ({ emulator }) => {
      emulator.addFault({ kind: "operation", path: "*/restore", code: "CloudInternalError", times: 1 });
    },
  },
};

const TAGGED = { tag: { name: "drill" } };
const VERSIONS = {
  virtualMachines: "2023-03-01",
  disks: "2023-04-02",
  networkInterfaces: "2023-09-01",
  containers: "2023-05-01",
};

describe.each(["disks", "vm"] as const)("a drill of %s by a principal with the roles of a drill", (restores) => {
  let client: Client;
  let estate: DrillEstate;
  let principal: Client;
  let before: readonly string[];
  let roles: Roles;

  beforeAll(async () => {
    client = await startClient({ speed: 0, scheduledBackups: false, principals: [PRINCIPAL] });
    estate = await makeDrillEstate({ client, facts: { tags: { drill: "yes" } } });
    principal = asPrincipal(client);
    await giveOsDisk(estate, vmId(client, "vm-web"));
    before = await contentsOf(estate);
    roles = rolesOf(estate, restores);
  });

  /** Deletes what a drill was not allowed to delete, and keeps its restores apart from those of the next. */
  afterEach(async () => {
    client.emulator.clearFaults();
    client.emulator.advance(HOUR_MS);
    await run(estate, client, { restores }, true);
    const left = (await contentsOf(estate)).filter((id) => !before.includes(id));
    for (const id of left.sort((one) => (one.includes("/virtualMachines/") ? -1 : 1))) {
      const kind = id.split("/").at(-2) as keyof typeof VERSIONS;
      await client.arm("DELETE", id, VERSIONS[kind]);
    }
    expect(await contentsOf(estate)).toEqual(before);
  });

  test.each([undefined, ...Object.keys(SCENARIOS)])("is refused nothing by Azure: %p", async (scenario = "") => {
    await assign(client, untagged(roles));
    const { overrides, prepare } = SCENARIOS[scenario] ?? {};
    prepare?.(client);
    const { code, text } = await run(estate, principal, { restores, ...overrides });
    expect(text).not.toMatch(/AuthorizationFailed|lacks the action/);
    if (scenario !== "") return;
    expect([code, await contentsOf(estate)]).toEqual([ExitCode.done, before]);
  });

  test("is refused nothing by Azure if it chooses VMs by a tag", async () => {
    await assign(client, roles);
    const { code, text } = await run(estate, principal, { restores, ...TAGGED });
    expect(text).not.toMatch(/AuthorizationFailed|lacks the action/);
    expect(code).toBe(ExitCode.done);
  });

  const disks = actionsOf(DRILL_ACTIONS.disks).map((actions) => new Set(restores === "disks" ? [] : actions));
  // What a drill of disks needs is not tried again with VMs.
  const named = actionsOf(DRILL_ACTIONS[restores]).flatMap((actions, role) =>
    actions.filter((action) => !disks[role]?.has(action)).map((action) => [action, role] as const),
  );

  test.each(named)("tells of a step that fails without %s in role %i", async (action, index) => {
    const less = (one: Role, place: number): Role =>
      place === index ? { ...one, actions: [...NOTHING, ...one.actions.filter((other) => other !== action)] } : one;
    const isTagged = index === TAG_ROLE;
    await assign(client, (isTagged ? roles : untagged(roles)).map(less));
    const { overrides, prepare } = SCENARIOS[action] ?? {};
    prepare?.(client);
    const { text } = await run(estate, principal, { restores, ...(isTagged && TAGGED), ...overrides });
    const isOfSource = index === SOURCE_ROLE && action !== RESTORE_TARGET_ACTION.source;
    // What cannot be read of a source VM is not compared.
    const told = isOfSource ? "the source VM cannot be read (AuthorizationFailed)" : `action '${action}'`;
    const linked = `action(s) '${action}'`;
    expect([told, linked].some((one) => caseFold(text).includes(caseFold(one)))).toBe(true);
  });
});
