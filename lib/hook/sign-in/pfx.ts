import forge from "node-forge";

/**
 * Converts the key and certificates of a PFX (PKCS#12) file to PEM, the key's own certificate first. Node cannot export them, so a library
 * reads the file.
 */
export function pemOfPfx(content: Buffer, password: string | undefined): string {
  const pfx = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(content.toString("binary")), password ?? "");
  const { pkcs8ShroudedKeyBag: shrouded, keyBag: plain, certBag } = forge.pki.oids as Record<string, string>;
  const bagsOf = (type: string | undefined): forge.pkcs12.Bag[] =>
    type === undefined ? [] : (pfx.getBags({ bagType: type })[type] ?? []);
  const [key] = [...bagsOf(shrouded), ...bagsOf(plain)];
  if (!key?.key) throw new Error("there is no RSA key in it");
  const all = bagsOf(certBag);
  const own = all.filter((bag) => keyIdOf(bag) !== undefined && keyIdOf(bag) === keyIdOf(key));
  const certificates = [...own, ...all.filter((bag) => !own.includes(bag))].flatMap(({ cert }) => (cert ? [cert] : []));
  if (certificates.length === 0) throw new Error("there is no certificate in it");
  return [forge.pki.privateKeyToPem(key.key), ...certificates.map((one) => forge.pki.certificateToPem(one))]
    .join("")
    .replaceAll("\r\n", "\n");
}

/** Returns the id that a key shares with its own certificate, but not with the issuers' certificates. */
function keyIdOf(bag: forge.pkcs12.Bag): unknown {
  return (bag.attributes as { localKeyId?: unknown[] } | undefined)?.localKeyId?.[0];
}
