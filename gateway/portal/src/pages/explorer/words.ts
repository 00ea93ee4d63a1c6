/** Texts of the explorer's page. */
export const words = {
  explorerIntro: {
    vi: 'Viết câu hỏi bằng GraphQL và xem hệ thống trả lời. Câu hỏi gửi đi với tư cách và mục đích của bạn như ghi ở đầu trang.',
    en: 'Write a question in GraphQL and see what the hub answers. It is asked as you, and for the purpose that is chosen above.',
  },
  explorerLanguage: {
    vi: 'Các nút và lời nhắc của công cụ này (GraphiQL) chỉ có bằng tiếng Anh. Chạy câu hỏi: Ctrl + Enter. Rời khung soạn thảo bằng bàn phím: Ctrl + M, rồi Tab.',
    en: 'Run the query with Ctrl + Enter. To leave the editor with the keyboard, press Ctrl + M, then Tab.',
  },
  explorerAnonymous: {
    vi: 'Bạn chưa đăng nhập: chỉ hỏi được những số liệu công khai. Gợi ý khi gõ và phần tra cứu cũng chỉ có phần công khai.',
    en: 'You have not signed in: only public figures are answered. Completion and the reference have the public part, too.',
  },
  example: { vi: 'Câu hỏi mẫu', en: 'Examples' },
  chooseExample: { vi: 'Chọn một câu hỏi mẫu…', en: 'Choose an example…' },
  copyLink: { vi: 'Chép liên kết đến câu hỏi này', en: 'Copy a link to this query' },
  badVariables: { vi: 'Biến (Variables) chưa đúng dạng JSON.', en: 'The variables are no valid JSON.' },
  toSchema: { vi: 'Tra cứu lược đồ', en: 'Schema reference' },
} as const;
