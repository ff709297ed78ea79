import type { App } from "../app";
import { pathOf, readable } from "../request-path";
import { apiVersionUnknown } from "../errors/arm-errors";

/** Every known api-version of Microsoft.RecoveryServices, for vaults and for backups. */
const VERSIONS = [
  ...[
    "2015-11-10",
    "2016-05-01",
    "2016-06-01",
    "2016-08-10",
    "2016-12-01",
    "2017-07-01",
    "2018-01-10",
    "2018-07-10",
    "2018-12-20",
  ],
  ...["2019-05-13", "2019-05-13-preview", "2019-06-15", "2020-02-02", "2020-02-02-preview", "2020-10-01", "2020-12-01"],
  ...["2021-01-01", "2021-01-15", "2021-02-01", "2021-02-01-preview", "2021-02-10", "2021-03-01", "2021-04-01", "2021-06-01"],
  ...["2021-07-01", "2021-08-01", "2021-10-01", "2021-11-01-preview", "2021-11-15", "2021-12-01"],
  ...["2022-01-01", "2022-01-31-preview", "2022-02-01", "2022-03-01", "2022-04-01", "2022-05-01", "2022-06-01-preview"],
  ...["2022-08-01", "2022-09-01-preview", "2022-09-10", "2022-09-30-preview", "2022-10-01"],
  ...["2023-01-01", "2023-01-15", "2023-02-01", "2023-04-01", "2023-06-01", "2023-08-01"],
  ...["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01", "2024-04-30-preview", "2024-07-30-preview", "2024-09-30-preview"],
  ...["2024-10-01", "2024-11-01-preview", "2025-01-01", "2025-02-01", "2025-02-28-preview", "2025-08-01", "2025-08-31-preview"],
  ...["2026-01-01", "2026-01-31-preview", "2026-02-01", "2026-05-01", "2026-07-01"],
];
const KNOWN = new Set(VERSIONS);

/** A path of Microsoft.RecoveryServices itself: neither an extension resource on one of its resources, nor its registration. */
const PATH = /\/providers\/Microsoft\.RecoveryServices\/(?!(?:un)?register$)([^/]+)(?!.*\/providers\/)/i;

/** Refuses an api-version that Microsoft.RecoveryServices does not have. Every resource has the same versions here. */
export function guardApiVersions(app: App): void {
  app.addHook("onRequest", (request, _reply, next) => {
    const type = PATH.exec(readable(pathOf(request.url)))?.[1];
    const version = (request.query as { "api-version"?: string })["api-version"] ?? "";
    if (type === undefined || KNOWN.has(version.toLowerCase())) {
      next();
      return;
    }
    next(apiVersionUnknown(version, type, VERSIONS));
  });
}
