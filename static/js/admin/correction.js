// The correction form shows only the fields of the fact that is wrong; without this script it shows them all.
{
  const fact = document.querySelector("select#id_fact");
  const part = { parent: "right-place", kind: "right-kind" };

  const show = () => {
    for (const name of ["right-text", "right-kind", "right-place"]) {
      document.querySelector(`fieldset.${name}`).hidden = name !== (part[fact.value] ?? "right-text") || !fact.value;
    }
  };

  if (fact) {
    fact.addEventListener("change", show);
    show();
  }
}
