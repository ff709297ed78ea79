import { init } from "echarts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/azure/durations";
import { at, startClient, type Client } from "../emulator/client";
import { BACKUP, BACKUP_BODY, GROUPS, ITEMS, POLICIES, VAULTS, VAULT_BODY } from "../emulator/azurerm";
import { groupId, itemBody, itemId, policyBody, vaultId, vmId } from "../emulator/azurerm";

/** A step of a backup, in milliseconds. */
interface Phase {
  readonly vm: string;
  readonly step: "snapshot" | "transfer";
  readonly from: number;
  readonly to: number;
}

/** The first backup of each VM after a deployment, as the emulator runs it. */
interface FirstDay {
  readonly protectedAt: number;
  readonly phases: readonly Phase[];
}

const VMS = ["vm-web", "vm-api", "vm-db"];
const WIDTH = 960;
const HEIGHT = 450;
const COLOURS = { snapshot: "#0072b2", transfer: "#009e73", none: "#f0c3a0", text: "#1f2328", line: "#d0d7de" };

/** Protects the VMs by a policy that backs up at 22:00 UTC, with or without an initial backup, and reads the jobs of a day. */
export async function firstDay(initialBackup: boolean): Promise<FirstDay> {
  const client = await startClient({ speed: 0 });
  const policy = await makeVaultWithPolicy(client);
  for (const vm of VMS) {
    client.emulator.addVirtualMachine(vmId(client, vm));
    await client.follow(await client.arm("PUT", itemId(client, vm), ITEMS, itemBody(client, vm, policy)));
  }
  const protectedAt = client.emulator.now().getTime();
  if (initialBackup) for (const vm of VMS) await client.arm("POST", `${itemId(client, vm)}/backup`, BACKUP, BACKUP_BODY);
  client.emulator.advance(initialBackup ? 4 * HOUR_MS : DAY_MS);
  return { protectedAt, phases: await phasesOf(client) };
}

async function makeVaultWithPolicy(client: Client): Promise<string> {
  await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope", tags: {} });
  await client.follow(await client.arm("PUT", vaultId(client), VAULTS, VAULT_BODY));
  const policy = `${vaultId(client)}/backupPolicies/nightly`;
  await client.arm("PUT", policy, POLICIES, policyBody("2027-01-15T22:00:00Z"));
  return policy;
}

/** The steps of the backups in the vault, VM by VM. */
async function phasesOf(client: Client): Promise<Phase[]> {
  const jobs = at(await client.arm("GET", `${vaultId(client)}/backupJobs`, BACKUP), "value") as {
    name: string;
    properties: { operation: string; entityFriendlyName: string };
  }[];
  const phases: Phase[] = [];
  for (const { name, properties } of jobs.filter((job) => job.properties.operation === "Backup")) {
    const job = await client.arm("GET", `${vaultId(client)}/backupJobs/${name}`, BACKUP);
    const tasks = at(job, "properties.extendedInfo.tasksList") as { startTime: string; endTime: string }[];
    for (const [index, step] of (["snapshot", "transfer"] as const).entries()) {
      const { startTime = "", endTime = "" } = tasks[index] ?? {};
      phases.push({ vm: properties.entityFriendlyName, step, from: Date.parse(startTime), to: Date.parse(endTime) });
    }
  }
  // Azure lists jobs by their start; those of one instant have no order.
  return phases.sort((one, other) => VMS.indexOf(one.vm) - VMS.indexOf(other.vm) || one.from - other.from);
}

/** Draws when the VMs have their first recovery point, without and with an initial backup, as an SVG image. */
export function firstDaySvg(without: FirstDay, withInitial: FirstDay): string {
  const bars = [...VMS.flatMap((vm) => unprotected(vm, without)), ...barsOf(without, 0), ...barsOf(withInitial, VMS.length)];
  const deployed = Math.max(...withInitial.phases.map(({ to }) => to));
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption({
      animation: false,
      useUTC: true,
      backgroundColor: "#ffffff",
      title: [
        title("Without an initial backup: no recovery point until the schedule runs", 24),
        title("With this package: every VM has its recovery point when the deployment ends", 214),
      ],
      legend: {
        bottom: 8,
        icon: "rect",
        itemGap: 70,
        data: ["no recovery point", "snapshot (can be restored from)", "transfer to the vault"],
      },
      grid: [grid(64), grid(254)],
      xAxis: [0, 1].map((gridIndex) => timeAxis(gridIndex, without)),
      yAxis: [0, 1].map((gridIndex) => vmAxis(gridIndex)),
      series: [
        ...seriesOf("no recovery point", "none", bars),
        ...seriesOf("snapshot (can be restored from)", "snapshot", bars),
        ...seriesOf("transfer to the vault", "transfer", bars),
        mark(0, without.protectedAt, "the deployment ends"),
        mark(1, deployed, "the deployment ends"),
      ],
    });
    return `${chart.renderToSVGString()}\n`;
  } finally {
    chart.dispose();
  }
}

type Kind = "none" | Phase["step"];

interface Bar {
  readonly row: number;
  readonly kind: Kind;
  readonly from: number;
  readonly to: number;
}

function unprotected(vm: string, { protectedAt, phases }: FirstDay): Bar[] {
  const row = VMS.indexOf(vm);
  const to = Math.min(...phases.filter((phase) => phase.vm === vm).map(({ from }) => from));
  return [{ row, kind: "none", from: protectedAt, to }];
}

function barsOf({ phases }: FirstDay, firstRow: number): Bar[] {
  return phases.map(({ vm, step, from, to }) => ({ row: firstRow + VMS.indexOf(vm), kind: step, from, to }));
}

function title(text: string, top: number): object {
  return { text, top, left: 24, textStyle: { color: COLOURS.text, fontSize: 15 } };
}

function grid(top: number): object {
  return { top, left: 90, right: 32, height: 104 };
}

function timeAxis(gridIndex: number, { protectedAt, phases }: FirstDay): object {
  const hour = Math.floor(protectedAt / HOUR_MS) * HOUR_MS;
  return {
    ...{ type: "time", gridIndex, min: hour, max: Math.max(...phases.map(({ to }) => to)) + 10 * MINUTE_MS },
    ...{ minInterval: 2 * HOUR_MS, maxInterval: 2 * HOUR_MS, axisLine: { lineStyle: { color: COLOURS.line } } },
    ...{
      axisLabel: { color: COLOURS.text, formatter: "{HH}:{mm}" },
      splitLine: { show: true, lineStyle: { color: COLOURS.line } },
    },
  };
}

function vmAxis(gridIndex: number): object {
  const axisLabel = { color: COLOURS.text, fontSize: 13 };
  return { type: "category", gridIndex, data: VMS, inverse: true, axisLabel, axisTick: { show: false } };
}

/** A bar is a thick line, in the row of its VM. */
function seriesOf(name: string, kind: Kind, bars: readonly Bar[]): object[] {
  return [0, 1].flatMap((half) =>
    bars
      .filter((bar) => bar.kind === kind && Math.floor(bar.row / VMS.length) === half)
      .map(({ row, from, to }) => ({
        ...{ name, type: "line", xAxisIndex: half, yAxisIndex: half, symbol: "none", color: COLOURS[kind] },
        ...{ lineStyle: { width: 14, cap: "butt", color: COLOURS[kind] } },
        data: [from, to].map((time) => [time, VMS[row % VMS.length]]),
      })),
  );
}

/** A vertical line with a label. */
function mark(half: number, time: number, label: string): object {
  const line = {
    ...{ symbol: "none", silent: true, lineStyle: { color: COLOURS.text, type: "dashed", width: 1.5 } },
    ...{ label: { formatter: label, color: COLOURS.text, position: "start", align: "left", distance: 3 } },
  };
  return { type: "line", xAxisIndex: half, yAxisIndex: half, data: [], markLine: { ...line, data: [{ xAxis: time }] } };
}
