use zip::CompressionMethod;

use crate::built::{docx, docx_of, paragraph, row, said, zip_by};

#[test]
fn every_paragraph_of_a_word_document_is_a_line() {
    let body = [paragraph("　　10时05分，河东镇一厂房起火。"), paragraph(""), paragraph("已疏散 26 人。")].concat();
    assert_eq!(said(&docx(&body)), "10时05分，河东镇一厂房起火。\n已疏散 26 人。");
}

#[test]
fn a_sentence_that_word_cut_into_runs_stays_one() {
    let body = "<w:p><w:r><w:t>死亡</w:t></w:r><w:hyperlink><w:r><w:t>3</w:t></w:r></w:hyperlink>\
                <w:smartTag><w:r><w:t>人</w:t></w:r></w:smartTag></w:p>";
    assert_eq!(said(&docx(body)), "死亡3人");
}

#[test]
fn tabs_separate_and_line_breaks_break_but_tab_stops_are_no_text() {
    let body = r#"<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs></w:pPr>
        <w:r><w:t>K12</w:t><w:tab/><w:t>G40</w:t><w:br/><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r></w:p>"#;
    assert_eq!(said(&docx(body)), "K12 G40\nA-1");
}

#[test]
fn signs_that_xml_escapes_are_read_as_the_signs() {
    assert_eq!(said(&docx(&paragraph("甲&amp;乙 &lt;3人&gt; &#x4E00;<![CDATA[<二>]]>"))), "甲&乙 <3人> 一<二>");
}

#[test]
fn a_row_of_a_table_is_a_line() {
    let table = [row(&["姓名", "伤情"]), row(&["张三", "重伤"])].concat();
    let body = format!("{}<w:tbl><w:tblPr/>{table}</w:tbl>{}", paragraph("伤员如下："), paragraph("以上。"));
    assert_eq!(said(&docx(&body)), "伤员如下：\n姓名，伤情\n张三，重伤\n以上。");
}

#[test]
fn no_number_moves_into_the_column_of_an_empty_cell() {
    let table = [
        row(&["地点", "死亡", "失踪", "备注"]),
        row(&["河东镇", "", "3", ""]),
        row(&["", "", "", ""]),
        row(&["联系人：", "李四", "50%", "（3）"]),
    ];
    let body = format!("<w:tbl>{}</w:tbl>", table.concat());
    assert_eq!(said(&docx(&body)), "地点，死亡，失踪，备注\n河东镇，（空），3\n联系人：李四，50%，（3）");
}

#[test]
fn a_cell_that_goes_on_from_above_is_not_called_empty() {
    let upper = format!(r#"<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{}</w:tc>"#, paragraph("河东镇"));
    let lower = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>";
    let other = |text| format!("<w:tc>{}{}</w:tc>", paragraph(text), paragraph("轻伤"));
    let body = format!("<w:tbl><w:tr>{upper}{}</w:tr><w:tr>{lower}{}</w:tr></w:tbl>", other("张三"), other("李四"));
    assert_eq!(said(&docx(&body)), "河东镇，张三，轻伤\n李四，轻伤");
}

#[test]
fn a_table_in_a_cell_stays_in_its_row() {
    let inner = format!("<w:tbl>{}{}</w:tbl><w:p/>", row(&["死", "1"]), row(&["伤", "2"]));
    let body = format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{inner}</w:tc></w:tr></w:tbl>", paragraph("伤亡"));
    assert_eq!(said(&docx(&body)), "伤亡，死，1，伤，2");
}

#[test]
fn deleted_and_moved_text_does_not_go_out_and_inserted_text_does() {
    let body = "<w:p><w:r><w:t>死亡</w:t></w:r><w:del w:id=\"1\"><w:r><w:delText>5</w:delText><w:t>6</w:t></w:r></w:del>\
                <w:ins w:id=\"2\"><w:r><w:rPr><w:ins/></w:rPr><w:t>3</w:t></w:r></w:ins><w:r><w:t>人</w:t></w:r>\
                <w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>，新处</w:t></w:r></w:moveTo></w:p>";
    assert_eq!(said(&docx(body)), "死亡3人，新处");
}

#[test]
fn text_that_word_does_not_show_does_not_go_out() {
    let body = r#"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部意见</w:t></w:r>
        <w:r><w:rPr><w:vanish w:val="0"/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>第</w:t></w:r>
        <w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE \* 1 </w:instrText></w:r><w:r><w:t>2</w:t></w:r>
        <w:r><w:t>页</w:t></w:r></w:p>"#;
    assert_eq!(said(&docx(body)), "第2页");
}

#[test]
fn a_text_box_is_read_once() {
    let boxed = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("联系电话12345"));
    let body = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice>{boxed}</mc:Choice><mc:Fallback>{boxed}</mc:Fallback>\
         </mc:AlternateContent></w:r><w:r><w:t>正文</w:t></w:r></w:p>"
    );
    assert_eq!(said(&docx(&body)), "联系电话12345\n正文");
}

#[test]
fn what_is_no_text_leaves_a_mark_instead_of_another_number() {
    let half =
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>";
    let body = format!(r#"<w:p><w:r><w:t>约</w:t></w:r>{half}<w:r><w:sym w:char="F0B3"/><w:t>50人</w:t></w:r></w:p>"#);
    assert_eq!(said(&docx(&body)), "约〓〓50人");
}

#[test]
fn a_document_in_utf16_is_read_too() {
    let xml = "<w:document><w:body><w:p><w:r><w:t>一人受伤</w:t></w:r></w:p></w:body></w:document>";
    let bytes: Vec<u8> = "\u{feff}".encode_utf16().chain(xml.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(said(&docx_of(&bytes)), "一人受伤");
}

#[test]
fn a_document_that_another_was_put_into_is_read() {
    let inner = docx(&paragraph("附表"));
    let outer = format!("<w:document><w:body>{}</w:body></w:document>", paragraph("一人受伤"));
    let parts: [(&str, &[u8]); 2] = [("word/document.xml", outer.as_bytes()), ("word/embeddings/1.docx", &inner)];
    for method in [CompressionMethod::Deflated, CompressionMethod::Stored] {
        assert_eq!(said(&zip_by(method, &parts)), "一人受伤", "{method}");
    }
}

#[test]
fn raised_digits_stay_raised_and_what_was_struck_out_is_not_drawn() {
    let run = |format: &str, text: &str| format!("<w:r><w:rPr>{format}</w:rPr><w:t>{text}</w:t></w:r>");
    let raised = run("<w:vertAlign w:val=\"superscript\"/>", "3");
    let lowered = run("<w:vertAlign w:val=\"subscript\"/>", "2");
    let struck = run("<w:strike/>", "死亡2人，");
    let kept = run("<w:strike w:val=\"0\"/>", "死亡1人");
    let plain = |text: &str| run("", text);
    let text = format!("<w:p>{}{raised}{}{lowered}{}{struck}{kept}</w:p>", plain("10"), plain("，CO"), plain("，"));
    assert_eq!(said(&docx(&text)), "10³，CO₂，死亡1人");
}
