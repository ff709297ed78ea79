import { asObject, asString } from "./json";

/** What is known of a request that did not succeed. */
export interface FailedAnswer {
  /** The HTTP status, undefined if no answer arrived. */
  readonly status?: number | undefined;
  /** Azure's code, such as `AuthorizationFailed`, or Node's if no answer arrived. */
  readonly code?: string | undefined;
  /** What Azure says in its own words, or what came instead. */
  readonly detail: string;
  /** How long Azure asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The action of Azure's role-based access control that the request needed. */
  readonly action?: string | undefined;
  /** Whether an answer came that is not what the API says. @default false */
  readonly unreadable?: boolean;
  /** Whether no repetition can help. @default false */
  readonly permanent?: boolean;
  /** Whether the request was not sent, because no token could be had. @default false */
  readonly notSent?: boolean;
  /** For how long a repetition may help, in milliseconds. @default - as long as there is time */
  readonly retryForMs?: number;
}

/** A request to Azure that did not succeed. Its message holds no query of a URL, no token and no secret. */
export class ArmError extends Error {
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly detail: string;
  readonly retryAfterMs: number | undefined;
  readonly action: string | undefined;

  constructor(
    private readonly about: string,
    private readonly answer: FailedAnswer,
  ) {
    const answered = answer.status === undefined ? "no answer from Azure" : `Azure answered ${answer.status}`;
    super(`${about}: ${answered}${answer.code ? ` ${answer.code}` : ""}${answer.detail ? `: ${answer.detail}` : ""}`);
    this.name = "ArmError";
    this.status = answer.status;
    this.code = answer.code;
    this.detail = answer.detail;
    this.retryAfterMs = answer.retryAfterMs;
    this.action = answer.action;
  }

  /** Whether a request that changes something may have changed it all the same. */
  get outcomeUnknown(): boolean {
    return !this.notSent && this.isPassing;
  }

  /** Whether the same request may succeed later without anybody doing anything. */
  get transient(): boolean {
    if (this.answer.permanent) return false;
    return this.isPassing || this.status === 429 || (this.answer.unreadable ?? false);
  }

  get unreadable(): boolean {
    return this.answer.unreadable ?? false;
  }

  get notSent(): boolean {
    return this.answer.notSent ?? false;
  }

  get retryForMs(): number {
    return this.answer.retryForMs ?? Infinity;
  }

  /** The same error of a request that waited for a token, and so was not sent. */
  beforeSending(): ArmError {
    if (this.notSent) return this;
    const error = new ArmError(this.about, { ...this.answer, notSent: true });
    error.message = this.message;
    return error;
  }

  private get isPassing(): boolean {
    if (this.answer.permanent) return false;
    return this.status === undefined || this.status < 300 || this.status === 408 || this.status >= 500;
  }
}

/** Code and message of an ARM error body, whichever of its two shapes it has. */
export function errorOf(body: unknown): { readonly code: string | undefined; readonly detail: string } {
  const outer = asObject(body);
  const inner = typeof outer["error"] === "object" && outer["error"] !== null ? asObject(outer["error"]) : outer;
  return { code: asString(inner["code"]), detail: (asString(inner["message"]) ?? "").replace(/\s+/g, " ").trim() };
}
