/**
 * An ECDSA signature as JWA has it (RFC 7518 §3.4): R and S in big-endian order, side by side. Node 24
 * can sign so itself (`ieee-p1363`), which takes twice as long as signing.
 *
 * @param der ECDSA-Sig-Value of RFC 3279 §2.2.3: SEQUENCE { r INTEGER, s INTEGER }
 * @param size of R and of S
 */
export function concatenated(der: Buffer, size: number): Buffer {
  const signature = Buffer.alloc(2 * size);
  // A sequence longer than 127 bytes, as P-521 has it, says so in one byte more.
  let at = der.readUInt8(1) < 0x80 ? 2 : 3;
  for (const end of [size, 2 * size]) {
    const start = at + 2;
    at = start + der.readUInt8(at + 1);
    // A number whose first bit is set has a zero before it, and a small one is shorter.
    const number = der.subarray(Math.max(start, at - size), at);
    signature.set(number, end - number.length);
  }
  return signature;
}
