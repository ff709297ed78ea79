import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";

/** A request to a pipeline's OIDC service. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly bearer: string;
}

/** A service that issues tokens to pipelines. GitHub and Azure DevOps have different forms of answers. */
export class OidcService {
  readonly asked: Asked[] = [];
  readonly issuer = "https://tokens.example.com";
  readonly #keys = generateKeyPairSync("rsa", { modulusLength: 2048 });

  private constructor(
    readonly url: string,
    /** The certificate that its clients must trust, as PEM. */
    readonly certificate: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<OidcService> {
    // A unique name, since certificates are found by their names.
    const names = [{ type: 2, value: "localhost" }] as const;
    const { private: key, cert } = await generate([{ name: "commonName", value: "oidc.localhost" }], {
      ...{ keyType: "ec", algorithm: "sha256" },
      extensions: [
        { name: "basicConstraints", cA: true, critical: true },
        { name: "subjectAltName", altNames: [...names] },
      ],
    });
    const server = createServer({ key, cert });
    await new Promise<void>((done) => server.listen(0, "localhost", done));
    const url = `https://localhost:${(server.address() as AddressInfo).port}`;
    const service = new OidcService(url, cert, async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    });
    server.on("request", ({ method = "", url: path = "", headers }, response) => {
      const { pathname, searchParams } = new URL(path, url);
      const bearer = headers.authorization?.replace(/^Bearer /, "") ?? "";
      service.asked.push({ method, path: pathname, query: Object.fromEntries(searchParams), bearer });
      const token = service.token("pipeline");
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify(pathname === "/github" ? { value: token } : { oidcToken: token }));
    });
    return service;
  }

  get publicKey(): string {
    return this.#keys.publicKey.export({ type: "spki", format: "pem" }).toString();
  }

  token(subject: string, claims: object = {}): string {
    const now = Math.floor(Date.now() / 1_000);
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const all = { iss: this.issuer, sub: subject, aud: "api://AzureADTokenExchange", nbf: now, exp: now + 300, ...claims };
    const content = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(all)}`;
    return `${content}.${sign("sha256", Buffer.from(content), this.#keys.privateKey).toString("base64url")}`;
  }
}
