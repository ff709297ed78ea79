import { autoProtection, EstateStory, OPTIONS, SUBSCRIPTIONS, tellStory } from "../../estate/estate-story";
import { startClient } from "../../emulator/client";
import { describeWithAzurermVersion } from "../support/azurerm";
import { BareTerraform } from "../support/bare-terraform";

const TIME_OUT = 900_000;

/** The story of an estate, with stacks that azurerm deploys: one in each subscription. */
describe.each([">= 4.77.0, < 5.0.0", "~> 5.0"])("azurerm %s", (version) => {
  describeWithAzurermVersion(version, `the story of an estate, deployed by azurerm ${version}`, () => {
    const folders: BareTerraform[] = [];
    afterEach(() => Promise.all(folders.splice(0).map((folder) => folder.remove())));

    test(
      "300 VMs of others are protected, backed up once and covered; then the gaps are named",
      async () => {
        const client = await startClient({ ...OPTIONS, speed: 600 });
        await tellStory(new EstateStory(client), async (subscriptionId) => {
          const environment = { ...client.emulator.environment(), ARM_SUBSCRIPTION_ID: subscriptionId };
          const terraform = await BareTerraform.create(environment);
          folders.push(terraform);
          await terraform.apply(autoProtection(subscriptionId, version));
          expect(await terraform.plan(autoProtection(subscriptionId, version))).toEqual({});
        });
        expect(folders).toHaveLength(SUBSCRIPTIONS.length);
      },
      TIME_OUT,
    );
  });
});
