// One attempt to send one record, and what its answer means.
export function csrf() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice(10)) : document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

// Resolves to {state, answer, words}: sent, later (try again), signin (needs its person), refused (a person must look).
export async function attempt(record, patience = 15000) {
  let response;
  try {
    response = await fetch(record.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf() },
      body: JSON.stringify(record.body),
      redirect: "manual",
      credentials: "same-origin",
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    return { state: "later" };
  }
  const { status } = response;
  const answer = await response.json().catch(() => null);
  if (response.ok && answer !== null) return { state: "sent", answer };
  if (response.type === "opaqueredirect" || status === 401 || status === 403) return { state: "signin" };
  if (status === 409) return { state: "refused", answer, words: answer?.message ?? "Already recorded with other details." };
  if (status >= 400 && status < 500 && ![408, 425, 429].includes(status)) {
    return { state: "refused", answer, words: answer?.message ?? "The school’s server could not accept this record." };
  }
  return { state: "later" };
}
