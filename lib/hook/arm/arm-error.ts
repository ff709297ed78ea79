import { asObject, asString } from "./json";

/** The known facts about a failed request. */
export interface FailedAnswer {
  /** The HTTP status, undefined if no answer arrived. */
  readonly status?: number | undefined;
  /** Azure's code, such as `AuthorizationFailed`, or Node's code if no answer arrived. */
  readonly code?: string | undefined;
  /** Azure's message, or a description of what arrived instead. */
  readonly detail: string;
  /** How long Azure asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The Azure RBAC action that the request needed. */
  readonly action?: string | undefined;
  /** Whether an answer arrived that does not match the API. @default false */
  readonly unreadable?: boolean;
  /** Whether a retry cannot help. @default false */
  readonly permanent?: boolean;
  /** Whether the request was not sent because there was no token. @default false */
  readonly notSent?: boolean;
  /** How long a retry may help, in milliseconds. @default - until the deadline */
  readonly retryForMs?: number;
}

/** A failed request to Azure. The message contains no URL query, token or secret. */
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

  /** Whether Azure may have carried out the request although it failed here. */
  get outcomeUnknown(): boolean {
    return !this.notSent && this.isTemporary;
  }

  /** Whether the same request may succeed later without any action by a person. */
  get transient(): boolean {
    if (this.answer.permanent) return false;
    return this.isTemporary || this.status === 429 || (this.answer.unreadable ?? false);
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

  /** The same error for a request that was not sent because its token was missing. */
  beforeSending(): ArmError {
    if (this.notSent) return this;
    const error = new ArmError(this.about, { ...this.answer, notSent: true });
    error.message = this.message;
    return error;
  }

  private get isTemporary(): boolean {
    if (this.answer.permanent) return false;
    return this.status === undefined || this.status < 300 || this.status === 408 || this.status >= 500;
  }
}

/** Returns the code and message of an ARM error body, in either of its two shapes. */
export function errorOf(body: unknown): { readonly code: string | undefined; readonly detail: string } {
  const outer = asObject(body);
  const inner = typeof outer["error"] === "object" && outer["error"] !== null ? asObject(outer["error"]) : outer;
  return { code: asString(inner["code"]), detail: (asString(inner["message"]) ?? "").replace(/\s+/g, " ").trim() };
}
