-- ARGV: 1 '1' with the document, '0' without
if row ~= nil and ARGV[1] ~= '1' then
  row.ct = ''
end
return answer(row ~= nil)
