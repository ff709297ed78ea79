import { generate } from "selfsigned";

/** A key with its certificate, as PEM. The certificate is its own issuer. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 86_400_000;

/** Makes a certificate for a name, valid from and to so many days from now. */
export async function certificateFor(name: string, [from, to] = [-1, 30]): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: "commonName", value: name }], {
    ...{ keyType: "ec", algorithm: "sha256" },
    ...{ notBeforeDate: new Date(Date.now() + from * DAY_MS), notAfterDate: new Date(Date.now() + to * DAY_MS) },
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: name }] },
    ],
  });
  return { key, cert: `${cert.trim()}\n` };
}
