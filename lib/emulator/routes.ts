import { guardApi } from "./arm/api";
import { serveMetadata } from "./arm/metadata";
import { serveResourceGroups } from "./arm/resource-groups";
import { serveSubscriptions } from "./arm/subscriptions";
import type { App } from "./app";
import { serveControlPlane } from "./resources/routes";
import type { Context } from "./context";
import { serveIdentity } from "./identity/routes";
import { serveControl } from "./admin/routes";
import { serveManagementGroups } from "./resource-graph/management-groups";
import { serveResourceGraph } from "./resource-graph/routes";
import { PolicyEnforcement } from "./policy/enforcement";
import { servePolicyStates } from "./policy/policy-states";
import { servePage } from "./admin/page/routes";
import { serveExportedJobs } from "./recovery-services/jobs/job-export";
import { RECOVERY_SERVICES } from "./recovery-services/routes";
import { ScheduledBackups } from "./recovery-services/jobs/scheduled-backups";
import { RestoreEffects } from "./recovery-services/restores/restore-effects";
import { guardApiVersions } from "./strictness/api-versions";

const RESOURCE_PROVIDERS = [
  serveSubscriptions,
  serveResourceGroups,
  serveManagementGroups,
  serveResourceGraph,
  ...RECOVERY_SERVICES,
  servePolicyStates,
  serveControlPlane,
];

/** Adds all routes of the emulator. Those in the `register` block need a token; the others do not. */
export function serve(app: App, context: Context): void {
  if (context.scheduledBackups) catchUpBeforeAnswers(app, context, new ScheduledBackups(context));
  catchUpBeforeAnswers(app, context, new RestoreEffects(context));
  servePolicyEnforcement(app, context);
  serveMetadata(app, context);
  serveIdentity(app, context);
  serveControl(app, context);
  servePage(app, context);
  serveExportedJobs(app, context);
  app.register((api, _, done) => {
    guardApi(api, context);
    guardApiVersions(api);
    for (const serveProvider of RESOURCE_PROVIDERS) serveProvider(api, context);
    done();
  });
}

/** Work that becomes due as the clock moves. */
interface DueWork {
  /** Does everything that was due until `now`; returns when more is due, unless the state changes. */
  catchUp(now: number): number;
}

/** A VM is evaluated some minutes after the request that created or changed it, not after the next request. */
function servePolicyEnforcement(app: App, context: Context): void {
  const enforcement = new PolicyEnforcement(context);
  catchUpBeforeAnswers(app, context, enforcement);
  app.addHook("onSend", ({ method }, _reply, _payload, next) => {
    if (method === "PUT" || method === "PATCH") enforcement.catchUp(context.clock.now());
    next();
  });
}

/** Does everything that is due before each request, so that clients, the page and the control API see it. */
function catchUpBeforeAnswers(app: App, { clock, state }: Context, work: DueWork): void {
  let dueAt = -Infinity;
  let revision = -1;
  app.addHook("preHandler", (_request, _reply, next) => {
    const now = clock.now();
    if (state.revision !== revision || now >= dueAt) {
      dueAt = work.catchUp(now);
      revision = state.revision;
    }
    next();
  });
}
