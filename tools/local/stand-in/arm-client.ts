import { setTimeout as sleep } from "node:timers/promises";
import { createDefaultHttpClient, createHttpHeaders, createPipelineRequest, type HttpMethods } from "@azure/core-rest-pipeline";

/** An answer of Azure Resource Manager. */
export interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Record<string, unknown>;
}

/** The account and the endpoint that the stand-in uses, as azurerm would. */
export interface ArmAccount {
  readonly endpoint: string;
  readonly certificate: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly subscriptionId: string;
  /** A factor for every wait, because the emulator's clock may be faster. */
  readonly timeScale: number;
  /** Waits for so many milliseconds of Azure's time. @default - sleeps, scaled */
  readonly pause?: (ms: number) => Promise<void>;
}

/** Sends the same requests as azurerm, and waits for their operations in the same way. */
export class ArmClient {
  private readonly http = createDefaultHttpClient();
  private readonly trust: { readonly ca: string };
  private token: string | undefined;

  constructor(private readonly account: ArmAccount) {
    this.trust = { ca: account.certificate };
  }

  get subscriptionPath(): string {
    return `/subscriptions/${this.account.subscriptionId}`;
  }

  async get(path: string, apiVersion: string): Promise<Answer> {
    return this.send("GET", path, apiVersion);
  }

  /** Sends a PUT, PATCH or DELETE, and waits until its operation has ended. */
  async write(method: "PUT" | "PATCH" | "DELETE", path: string, apiVersion: string, body?: object): Promise<Answer> {
    const answer = await this.send(method, path, apiVersion, body);
    if (answer.status >= 300) throw new Error(refusal(method, path, answer));
    const operation = answer.headers.get("azure-asyncoperation");
    if (operation) await this.wait(new URL(operation), answer);
    return answer;
  }

  /** Throws if a resource exists: azurerm checks this first, and never overwrites a resource that it did not create. */
  async mustNotExist(path: string, apiVersion: string): Promise<void> {
    const { status } = await this.get(path, apiVersion);
    if (status !== 404) throw new Error(`a resource with the ID "${path}" already exists`);
  }

  /** Reads a resource; throws if it does not exist. */
  async read(path: string, apiVersion: string): Promise<Record<string, unknown>> {
    const answer = await this.get(path, apiVersion);
    if (answer.status !== 200) throw new Error(refusal("GET", path, answer));
    return answer.body;
  }

  private async wait(operation: URL, started: Answer): Promise<void> {
    const { timeScale, pause = (ms: number) => sleep(ms * timeScale) } = this.account;
    for (let answer = started; ;) {
      await pause(Number(answer.headers.get("retry-after") ?? 10) * 1000);
      answer = await this.request("GET", `${operation.pathname}${operation.search}`);
      const { status, error } = answer.body as { status?: string; error?: { code?: string; message?: string } };
      if (status === "Succeeded" || (answer.status === 200 && status === undefined)) return;
      if (status === "Failed" || status === "Canceled")
        throw new Error(`${error?.code ?? status}: ${error?.message ?? "no text"}`);
    }
  }

  private async send(method: HttpMethods, path: string, apiVersion: string, body?: object): Promise<Answer> {
    return this.request(method, `${path}?api-version=${apiVersion}`, body);
  }

  private async request(method: HttpMethods, pathAndQuery: string, body?: object): Promise<Answer> {
    this.token ??= await this.signIn();
    return this.exchange(method, pathAndQuery, {
      authorization: `Bearer ${this.token}`,
      ...(body && { body: JSON.stringify(body), type: "application/json" }),
    });
  }

  private async signIn(): Promise<string> {
    const { tenantId, clientId, clientSecret, endpoint } = this.account;
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${endpoint}/.default`,
    });
    const answer = await this.exchange("POST", `/${tenantId}/oauth2/v2.0/token`, {
      body: form.toString(),
      type: "application/x-www-form-urlencoded",
    });
    if (answer.status !== 200) throw new Error(refusal("POST", "the token endpoint", answer));
    return String(answer.body["access_token"]);
  }

  private async exchange(
    method: HttpMethods,
    pathAndQuery: string,
    { authorization, body, type }: { authorization?: string; body?: string; type?: string },
  ): Promise<Answer> {
    const request = createPipelineRequest({
      url: `${this.account.endpoint}${pathAndQuery}`,
      method,
      headers: createHttpHeaders({ ...(authorization && { authorization }), ...(type && { "content-type": type }) }),
      ...(body !== undefined && { body }),
    });
    request.tlsSettings = this.trust;
    const response = await this.http.sendRequest(request);
    return {
      status: response.status,
      headers: new Map(response.headers),
      body: response.bodyAsText ? (JSON.parse(response.bodyAsText) as Record<string, unknown>) : {},
    };
  }
}

function refusal(method: string, path: string, { status, body }: Answer): string {
  const { code, message } = (body["error"] ?? {}) as { code?: string; message?: string };
  return `${method} ${path}: ${status} ${code ?? ""}: ${message ?? "no text"}`;
}
