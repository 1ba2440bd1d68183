Rem Works on one spreadsheet as a request file says; all of it is data, nothing of it is run.
Rem Lines: operation, path, filter, its options for loading and for saving, sheet; then for reading a range, for
Rem writing kind, cell and content of each.
Option Explicit

Const FOLDER = "file:///tmp/gui-agent-sheets/"

Dim Complaint As String

Sub Work
  Dim said As String
  On Error GoTo Failed
  Complaint = ""
  said = Answered(ReadLines(FOLDER & "request.txt"))
  If Complaint <> "" Then
    Tell "failed" & Chr(10) & Complaint
  Else
    Tell "done" & Chr(10) & said
  End If
  Exit Sub
Failed:
  Tell "failed" & Chr(10) & Error
End Sub

Function Answered(request) As String
  Dim document, sheet, said As String
  document = Opened(request(1), request(2), request(3), request(0) = "write")
  If IsNull(document) Then
    Complaint = "LibreOffice cannot open this file"
    Exit Function
  End If
  If Not document.supportsService("com.sun.star.sheet.SpreadsheetDocument") Then
    Complaint = "this file is no spreadsheet"
  Else
    sheet = SheetOf(document, request(5))
    If IsNull(sheet) Then
      Complaint = "there is no sheet " & request(5) & "; there are " & Join(document.Sheets.ElementNames, ", ")
    ElseIf request(0) = "read" Then
      said = CellsOf(sheet.getCellRangeByName(request(6)))
    Else
      WriteCells sheet, request
      document.calculateAll()
      Save document, request(1), request(2), request(4)
      said = Shown(sheet, request)
    End If
  End If
  document.close(True)
  Answered = said
End Function

Function Opened(path As String, filter As String, options As String, create As Boolean)
  Dim arguments(2) As New com.sun.star.beans.PropertyValue
  arguments(0).Name = "Hidden"
  arguments(0).Value = True
  arguments(1).Name = "MacroExecutionMode"
  arguments(1).Value = 0
  arguments(2).Name = "UpdateDocMode"
  arguments(2).Value = 0
  Dim url As String
  url = ConvertToURL(path)
  If create And Not FileExists(path) Then url = "private:factory/scalc"
  If options <> "" And FileExists(path) Then
    ReDim Preserve arguments(4) As New com.sun.star.beans.PropertyValue
    arguments(3).Name = "FilterName"
    arguments(3).Value = filter
    arguments(4).Name = "FilterOptions"
    arguments(4).Value = options
  End If
  Opened = StarDesktop.loadComponentFromURL(url, "_blank", 0, arguments())
End Function

Function SheetOf(document, name As String)
  If name = "" Then
    SheetOf = document.Sheets.getByIndex(0)
  ElseIf document.Sheets.hasByName(name) Then
    SheetOf = document.Sheets.getByName(name)
  Else
    SheetOf = Null
  End If
End Function

Sub WriteCells(sheet, request)
  Dim at As Long, cell
  For at = 6 To UBound(request) - 2 Step 3
    cell = sheet.getCellRangeByName(request(at + 1)).getCellByPosition(0, 0)
    Select Case request(at)
      Case "formula"
        cell.setFormula(request(at + 2))
      Case "number"
        cell.setValue(Val(request(at + 2)))
      Case Else
        cell.setString(request(at + 2))
    End Select
  Next at
End Sub

Function Shown(sheet, request) As String
  Dim at As Long, said As String
  For at = 6 To UBound(request) - 2 Step 3
    said = said & CellsOf(sheet.getCellRangeByName(request(at + 1)))
  Next at
  Shown = said
End Function

Function CellsOf(cells) As String
  Dim row As Long, column As Long, cell, said As String, name
  For row = 0 To cells.Rows.Count - 1
    For column = 0 To cells.Columns.Count - 1
      cell = cells.getCellByPosition(column, row)
      If cell.Type <> com.sun.star.table.CellContentType.EMPTY Then
        name = Split(cell.AbsoluteName, ".")
        said = said & Replace(name(UBound(name)), "$", "") & Chr(9) & Folded(cell.String) & Chr(9)
        If cell.Type = com.sun.star.table.CellContentType.FORMULA Then said = said & Folded(cell.Formula)
        said = said & Chr(10)
      End If
    Next column
  Next row
  CellsOf = said
End Function

Sub Save(document, path As String, filter As String, options As String)
  Dim arguments(1) As New com.sun.star.beans.PropertyValue
  arguments(0).Name = "FilterName"
  arguments(0).Value = filter
  arguments(1).Name = "FilterOptions"
  arguments(1).Value = options
  document.storeAsURL(ConvertToURL(path), arguments())
End Sub

Function ReadLines(url As String)
  Dim files, stream, found(), count As Long
  files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  stream = createUnoService("com.sun.star.io.TextInputStream")
  stream.setInputStream(files.openFileRead(url))
  stream.setEncoding("UTF-8")
  count = 0
  Do While Not stream.isEOF()
    ReDim Preserve found(count)
    found(count) = Unfolded(stream.readLine())
    count = count + 1
  Loop
  stream.closeInput()
  ReadLines = found
End Function

Sub Tell(said As String)
  Dim files, stream
  files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  If files.exists(FOLDER & "answer.txt") Then files.kill(FOLDER & "answer.txt")
  stream = createUnoService("com.sun.star.io.TextOutputStream")
  stream.setOutputStream(files.openFileWrite(FOLDER & "answer.txt"))
  stream.setEncoding("UTF-8")
  stream.writeString(said)
  stream.closeOutput()
End Sub

Function Folded(text As String) As String
  Folded = Replace(Replace(text, Chr(10), Chr(57344)), Chr(9), Chr(57345))
End Function

Function Unfolded(text As String) As String
  Unfolded = Replace(Replace(text, Chr(57344), Chr(10)), Chr(57345), Chr(9))
End Function
