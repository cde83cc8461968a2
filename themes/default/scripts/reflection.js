// The reflection sheet: prompts in groups, each with room to write.

{
  class PrepbookReflection extends PrepSheet {}

  if (!customElements.get('prepbook-reflection')) customElements.define('prepbook-reflection', PrepbookReflection);
}
