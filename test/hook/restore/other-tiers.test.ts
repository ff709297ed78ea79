import { ExitCode } from "../../../lib/contract/exit-code";
import { runRestorePlan } from "../../../lib/hook/commands/restore/plan";
import { runRestore } from "../../../lib/hook/commands/restore/run";
import { BACKUP } from "../../emulator/azurerm";
import { at } from "../../emulator/client";
import { makeEstate, type Estate } from "../../emulator/restores/restore-client";
import { emulatedAzure } from "./emulated-azure";
import { restoreOptions } from "./restore-options";

const DAY = 86_400_000;

describe("a recovery point in the archive tier", () => {
  let estate: Estate;
  beforeAll(async () => {
    estate = await makeEstate();
    estate.client.emulator.advance(100 * DAY);
    const tiers = { sourceTierType: "HardenedRP", targetTierType: "ArchivedRP" };
    await estate.client.arm("POST", `${estate.item}/recoveryPoints/${estate.point}/move`, BACKUP, tiers);
    estate.client.emulator.advance(120_000);
  });

  test("throws without --rehydrate, with the time and price of both priorities", async () => {
    const azure = emulatedAzure(estate.client);
    await expect(runRestore(restoreOptions(estate), azure.context)).rejects.toMatchObject({
      exitCode: ExitCode.badInput,
      message: expect.stringMatching(
        /--rehydrate standard \(up to 15 hours\) or --rehydrate high \(about 1 hour, at a higher price\)/,
      ) as string,
    });
  });

  test("shows the time and price of the rehydration, and is restored after it", async () => {
    const azure = emulatedAzure(estate.client);
    const options = restoreOptions(estate, { rehydration: { priority: "standard", days: 12 } });
    await runRestorePlan(options, azure.context);
    expect(azure.printed.join("\n")).toMatch(/rehydration takes up to 15 hours .* for 12 days, which costs extra/);
    const began = estate.client.emulator.now().getTime();
    expect(await runRestore(options, azure.context)).toBe(ExitCode.done);
    expect(estate.client.emulator.now().getTime() - began).toBeGreaterThan(15 * 3_600_000);
  });
});

test("creates the disks in the secondary region, and follows the job in a second run", async () => {
  const redundancy = { standardTierStorageRedundancy: "GeoRedundant", crossRegionRestore: "Enabled" };
  const estate = await makeEstate({ redundancy });
  estate.client.emulator.addResource({ id: estate.staging.replace("strestore", "stnorth"), location: "northeurope" });
  const options = restoreOptions(estate, { secondaryRegion: true, stagingAccount: undefined });
  for (let runs = 0; runs < 2; runs++) {
    const azure = emulatedAzure(estate.client);
    expect(await runRestore(options, azure.context)).toBe(ExitCode.done);
    expect(azure.noted).toEqual(runs === 0 ? [expect.stringMatching(/does not validate restores in a secondary region/)] : []);
  }
  const disks = await estate.client.arm("GET", `${estate.target}/providers/Microsoft.Compute/disks`, "2023-04-02");
  expect((at(disks, "value") as { location: string }[]).map(({ location }) => location)).toEqual(Array(3).fill("northeurope"));
});
