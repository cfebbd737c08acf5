/**
 * Renews the token against forged requests in all forms of the page: who signed in again in another tab has a new one.
 * @returns {Promise<boolean>} whether there is a new one; false while nobody is signed in
 */
export async function renewToken() {
  const answer = await fetch(location.href, { redirect: "manual" });
  if (!answer.ok) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = fresh.querySelector("[name=csrfmiddlewaretoken]")?.value;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token ?? field.value;
  return Boolean(token);
}
