/** Menus are `<details>`: one is open at a time, Escape and a click beside it close it. */
export function openOneMenuAtATime() {
  const menus = [...document.querySelectorAll("details.menu")];
  const closeAll = (but) => menus.filter((menu) => menu !== but).forEach((menu) => (menu.open = false));
  menus.forEach((menu) => menu.addEventListener("toggle", () => menu.open && closeAll(menu)));
  document.addEventListener("click", (event) => closeAll(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const open = menus.find((menu) => menu.open);
    if (event.key === "Escape" && open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
}
