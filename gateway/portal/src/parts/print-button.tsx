/** Button that prints the page. */
export function PrintButton({ label, look = 'main' }: { label: string; look?: string }) {
  return (
    <button
      type="button"
      class={look}
      onClick={() => {
        print();
      }}
    >
      {label}
    </button>
  );
}
