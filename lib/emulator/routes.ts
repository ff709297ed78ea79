import { guardApi } from "./arm/api";
import { serveGenericResources } from "./arm/generic-resources";
import { serveMetadata } from "./arm/metadata";
import { serveResourceGroups } from "./arm/resource-groups";
import { serveSubscriptions } from "./arm/subscriptions";
import type { App } from "./app";
import type { Context } from "./context";
import { serveIdentity } from "./identity/routes";
import { serveControl } from "./control/routes";
import { serveBackup } from "./recovery-services/backup";
import { serveItemOperations } from "./recovery-services/item-operations";
import { serveJobs } from "./recovery-services/jobs";
import { servePolicies } from "./recovery-services/policies";
import { serveProtectedItems } from "./recovery-services/protected-items";
import { serveRecoveryPoints } from "./recovery-services/recovery-points";
import { ScheduledBackups } from "./recovery-services/scheduled-backups";
import { serveVaultSettings } from "./recovery-services/vault-settings";
import { serveVaults } from "./recovery-services/vaults";

const RESOURCE_PROVIDERS = [
  ...[serveSubscriptions, serveResourceGroups, serveVaults, serveVaultSettings, servePolicies],
  ...[serveProtectedItems, serveItemOperations, serveBackup, serveJobs, serveRecoveryPoints, serveGenericResources],
];

/** Everything the emulator serves: what clients ask before they have a token, and what they need one for. */
export function serve(app: App, context: Context): void {
  serveMetadata(app, context);
  serveIdentity(app, context);
  serveControl(app, context);
  app.register((api, _, done) => {
    guardApi(api, context);
    if (context.scheduledBackups) {
      const schedule = new ScheduledBackups(context);
      api.addHook("preHandler", (_request, _reply, next) => {
        schedule.catchUp();
        next();
      });
    }
    for (const serveProvider of RESOURCE_PROVIDERS) serveProvider(api, context);
    done();
  });
}
