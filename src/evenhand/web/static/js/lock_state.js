// What the lock knows between two pages, and the test of a PIN without a network.
const KEPT = "evenhand-lock";
const SEEN = "evenhand-seen";
const text = (words) => new TextEncoder().encode(words);

const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
export const state = () => read(KEPT);
export const seen = () => read(SEEN) ?? 0;
export const touch = () => localStorage.setItem(SEEN, String(Date.now()));
export const forgetState = () => localStorage.removeItem(KEPT);
export const change = (part) => localStorage.setItem(KEPT, JSON.stringify({ ...state(), ...part }));

// PBKDF2 with SHA-256 over the PIN, as the server made it.
export async function fits(pin, { salt, iterations, digest }) {
  const key = await crypto.subtle.importKey("raw", text(pin), "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: text(salt), iterations }, key, 256);
  return btoa(String.fromCharCode(...new Uint8Array(bits))) === digest;
}
