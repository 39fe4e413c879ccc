// Shows new messages as they come. The list is the server's own; only the part that changed is put in.

const EVERY = 2000;

async function look() {
  const list = document.getElementById("messages");
  try {
    const answer = await fetch("/dev/inbox", { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("messages");
    // Whoever is about to press a button keeps it.
    if (now && now.innerHTML !== list.innerHTML && !list.contains(document.activeElement)) {
      list.replaceChildren(...now.childNodes);
    }
  } catch {
    // The server is being restarted; it is asked again.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
