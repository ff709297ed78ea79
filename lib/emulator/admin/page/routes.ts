import type { App } from "../../app";
import { CONTROL } from "../path";
import type { Context } from "../../context";
import { MORPH, PAGE, SCRIPT, STYLE } from "./files";
import { snapshotOf } from "./snapshot";
import { vaultsHtml, vaultsSummary } from "./vault-view";

/** The page may send requests to the emulator only, and no other page may embed it. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'";

/** Serves the page at `/`, and the snapshot that it shows as JSON. */
export function servePage(app: App, context: Context): void {
  const files = [
    ["/", "text/html; charset=utf-8", PAGE],
    [`${CONTROL}page/style.css`, "text/css; charset=utf-8", STYLE],
    [`${CONTROL}page/morph.js`, "text/javascript; charset=utf-8", MORPH],
    [`${CONTROL}page/script.js`, "text/javascript; charset=utf-8", SCRIPT],
  ] as const;
  for (const [path, type, content] of files) {
    app.get(path, (_, reply) =>
      reply
        .headers({ "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache" })
        .type(type)
        .send(content),
    );
  }
  app.get(`${CONTROL}snapshot`, () => snapshotOf(context));
  app.get<{ Querystring: { filter?: string | string[] } }>(`${CONTROL}page/content`, ({ query }) => {
    const snapshot = snapshotOf(context, Infinity);
    const { now, speed } = snapshot;
    return { now, speed, html: vaultsHtml(snapshot, [query.filter ?? []].flat().join(" ")), summary: vaultsSummary(snapshot) };
  });
}
