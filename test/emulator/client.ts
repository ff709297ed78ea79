import { readFileSync } from "node:fs";
import { Agent, request, type RequestOptions } from "node:https";
import type { Emulator, EmulatorOptions } from "../../lib/emulator";
import { startTestEmulator } from "../support/emulator";
import { stopAfterwards } from "../support/stop-afterwards";

/** An answer of the emulator. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

/** An HTTPS client of an emulator. */
export class Client {
  readonly #agent: Agent;
  #token: string | undefined;

  constructor(readonly emulator: Emulator) {
    // By default, TLS uses the name in the Host header.
    this.#agent = new Agent({ ca: readFileSync(emulator.certificateFile), keepAlive: true, servername: "localhost" });
  }

  get environment(): Record<string, string> {
    return this.emulator.environment();
  }

  /** `/subscriptions/{s}` of the emulator's subscription. */
  get subscription(): string {
    return `/subscriptions/${this.environment["ARM_SUBSCRIPTION_ID"] ?? ""}`;
  }

  async signIn(form: Record<string, string> = {}, tenant = this.environment["ARM_TENANT_ID"] ?? ""): Promise<Answer> {
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: this.environment["ARM_CLIENT_ID"] ?? "",
      client_secret: this.environment["ARM_CLIENT_SECRET"] ?? "",
      scope: `${this.emulator.url}/.default`,
      ...form,
    }).toString();
    return this.send("POST", `/${tenant}/oauth2/v2.0/token`, body, { "Content-Type": "application/x-www-form-urlencoded" });
  }

  /** A request for Azure Resource Manager, with a token. */
  async arm(
    method: string,
    path: string,
    apiVersion: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    this.#token ??= ((await this.signIn()).body as { access_token: string }).access_token;
    const separator = path.includes("?") ? "&" : "?";
    const json: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json; charset=utf-8" };
    return this.send(
      method,
      path.includes("api-version=") ? path : `${path}${separator}api-version=${apiVersion}`,
      stringified(body),
      {
        Authorization: `Bearer ${this.#token}`,
        ...json,
        ...headers,
      },
    );
  }

  async send(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Answer> {
    const { text, ...answer } = await this.exchange(method, path, body, headers);
    return { ...answer, body: text ? (JSON.parse(text) as unknown) : undefined };
  }

  /** The body of an answer that is not one JSON value. */
  async text(method: string, path: string): Promise<string> {
    return (await this.exchange(method, path)).text;
  }

  /** Follows an operation to its end by the header, as azurerm does. */
  async follow(answer: Answer): Promise<Answer> {
    const link = answer.headers["azure-asyncoperation"] ?? "";
    for (;;) {
      const status = await this.arm("GET", link, "");
      if ((status.body as { status: string }).status !== "InProgress") return status;
      this.emulator.advance(1000);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Closes the client and stops its emulator. */
  async stop(): Promise<void> {
    this.close();
    await this.emulator.stop();
  }

  /** Sends a request, and returns the answer with its text. */
  async exchange(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
    const url = path.startsWith("https:") ? path : `${this.emulator.url}${path}`;
    const options: RequestOptions = { method, agent: this.#agent, headers };
    return new Promise<Omit<Answer, "body"> & { readonly text: string }>((resolve, reject) => {
      const sent = request(url, options, (response) => {
        const chunks: Buffer[] = [];
        response.on("error", reject);
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers as Answer["headers"], text });
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }
}

/** Returns the value at a path in a body, such as `value.0.properties.status`. */
export function at(answer: Answer, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], answer.body);
}

/** Returns the status and the error code of an answer. */
export function refusal(answer: Answer): [number, unknown] {
  return [answer.status, at(answer, "error.code")];
}

/** Starts an emulator and a client. They are stopped after the test or, if `beforeAll` starts them, after the test file. */
export async function startClient(options?: EmulatorOptions): Promise<Client> {
  return stopAfterwards(new Client(await startTestEmulator(options)));
}

function stringified(body: unknown): string | undefined {
  return body === undefined ? undefined : JSON.stringify(body);
}
